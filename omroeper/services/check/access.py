"""Access: what a reader with a screen reader, a keyboard or large type needs (WCAG 2.1 AA)."""

import re
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.inspection import HtmlFacts
from omroeper.services.check.seen import Seen

ALT_MOST = 150
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp)|img[_-]?\d+|dsc\d+", re.IGNORECASE)
_IT_IS_ONE = re.compile(r"(?:een )?(?:afbeelding|foto|plaatje|image|picture)(?: van| of)?\b", re.I)
_NO_ZOOM = re.compile(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\.\d+)?(?!\d)", re.I)


def check_access(seen: Seen) -> Iterator[Finding]:
    for page, facts in seen.pages:
        yield from _document(page, facts, seen.edition.language)
        yield from _images(page, facts)
        yield from _headings(page, facts)
        yield from _tables(page, facts)
    yield from _order(seen)


def _document(page: str, facts: HtmlFacts, language: str) -> Iterator[Finding]:
    if facts.language != language:
        reason = "De taal van de pagina staat er niet of verkeerd in."
        yield found("taal", page, reason, f'Zet lang="{language}" in het sjabloon.')
    if not facts.title.strip():
        reason = "De pagina heeft geen titel."
        yield found("titel", page, reason, "Zet een titel in het sjabloon.")
    if _NO_ZOOM.search(facts.viewport):
        reason = "Een lezer kan de pagina niet groter maken."
        yield found("zoom", page, reason, "Haal user-scalable en maximum-scale uit het sjabloon.")
    if not facts.regions & {"article", "main"}:
        reason = "Nergens staat dat dit de inhoud is; een schermlezer kan er niet heen springen."
        yield found("gebied", page, reason, "Zet role=article of main in het sjabloon.")


def _images(page: str, facts: HtmlFacts) -> Iterator[Finding]:
    for image in facts.images:
        place, alt = f"{page}: afbeelding {image.get('src') or ''}"[:120], image.get("alt")
        if alt is None:
            reason = "Deze afbeelding heeft geen tekst voor wie haar niet ziet."
            yield found("alt", place, reason, "Voeg een alt-tekst toe; leeg bij versiering.")
        elif alt and (_FILE_NAME.fullmatch(alt.strip()) or _IT_IS_ONE.match(alt.strip())):
            reason = f"De alt-tekst ‘{alt.strip()}’ zegt niet wat er te zien is."
            remedy = "Schrijf wat de afbeelding vertelt, zonder ‘afbeelding van’."
            yield found("alt-tekst", place, reason, remedy)
        elif len(alt) > ALT_MOST:
            reason = f"De alt-tekst telt {len(alt)} tekens."
            yield found("alt-tekst", place, reason, "Zet een lang verhaal in de tekst zelf.")


def _headings(page: str, facts: HtmlFacts) -> Iterator[Finding]:
    if facts.headings.count(1) != 1:
        reason = f"De pagina heeft {facts.headings.count(1)} koppen van niveau 1."
        yield found("kop-een", page, reason, "Geef haar er precies één.")
    for before, after in zip([0, *facts.headings], facts.headings, strict=False):
        if after > before + 1:
            reason = f"Na niveau {before} komt meteen niveau {after}."
            yield found("koppen", f"{page}: kop niveau {after}", reason, "Sla geen niveau over.")
    if "" in facts.heading_texts:
        yield found("kop-leeg", page, "Er staat een lege kop in.", "Vul hem of haal hem weg.")


def _tables(page: str, facts: HtmlFacts) -> Iterator[Finding]:
    for table in facts.tables:
        if table.role in ("presentation", "none"):
            if table.headers:
                reason = "Een tabel met koppen is als opmaak gemerkt; de koppen gaan verloren."
                yield found("tabel-koppen", page, reason, "Haal role=presentation daar weg.")
        elif not table.headers:
            reason = "Een tabel voor opmaak wordt voorgelezen als een tabel met gegevens."
            yield found("tabel-rol", page, reason, "Zet role=presentation in het sjabloon.")
        elif table.scopes < table.headers or not table.caption.strip():
            reason = "Een tabel met gegevens mist een bijschrift, of koppen met hun richting."
            yield found("tabel-koppen", page, reason, "Geef haar caption, th en scope.")


def _order(seen: Seen) -> Iterator[Finding]:
    """Who reads the text part, or the source of the html, is told the same in the same order."""
    text = " ".join(seen.rendered.text.split())
    titles = [entry.item.title for entry in seen.edition.entries]
    both = [one for one in titles if one in text and one in seen.mail.text]
    if sorted(both, key=text.rindex) != sorted(both, key=seen.mail.text.rindex):
        reason = "De tekstversie heeft de berichten in een andere volgorde dan de mail."
        yield found("volgorde", "Tekstversie", reason, "Zet de delen van de sjablonen gelijk.")
