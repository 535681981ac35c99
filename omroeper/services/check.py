"""Check: what a machine can see before a reader does. Blocking findings cannot be overruled."""

import re
from collections.abc import Callable, Iterator

from omroeper.domain.agenda import is_over
from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Edition, RenderedEdition, Section
from omroeper.domain.figure_check import check_figure
from omroeper.domain.finding import Finding, Level
from omroeper.domain.inspection import HtmlFacts, inspect_html
from omroeper.domain.language.consent import consent_findings
from omroeper.domain.language.findings import language_findings
from omroeper.domain.language.words import DutchWords

GMAIL_CLIP = 102 * 1024
"""Bytes of html above which Gmail cuts a mail off."""
SUBJECT_RANGE = range(10, 61)
PREHEADER_MOST = 110
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\bTODO\b|\bXXX\b|lorem ipsum", re.IGNORECASE)
_EMPTY_LINK_TEXTS = {"klik hier", "hier", "lees meer", "link", "meer"}

Check = Callable[[Edition, RenderedEdition, HtmlFacts], Iterator[Finding]]


def check_draft(
    edition: Edition, rendered: RenderedEdition, words: DutchWords | None = None
) -> tuple[Finding, ...]:
    """All findings on what would really go out, blocking ones first.

    Its Dutch is judged when there are words to judge it by, and when it says it is in Dutch.
    """
    facts = inspect_html(rendered.html)
    found = [finding for check in _CHECKS for finding in check(edition, rendered, facts)]
    found += consent_findings(edition, words.programmes if words else ())
    if words is not None and facts.language.startswith("nl"):
        found += language_findings(edition, rendered, words)
    return tuple(sorted(found, key=lambda finding: finding.level is not Level.BLOCKING))


def _content(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del rendered, facts
    if not edition.section(Section.LEAD):
        yield _block(
            "leeg",
            "Inhoud",
            "Er staat geen enkel bericht in.",
            "Voeg nieuws toe en maak een nieuw concept.",
        )
    for note in edition.missing:
        yield _warn("ontbreekt", "Inhoud", note, "Vul aan, of keur goed zoals het is.")
    for entry in edition.section(Section.AGENDA):
        if is_over(entry.item, edition.send_at):
            yield _block(
                "voorbij", "Agenda", f"‘{entry.item.title}’ is dan al geweest.", "Laat het weg."
            )
    for entry in edition.entries:
        for flag in entry.item.flags:
            yield _warn(
                "vlag",
                entry.item.title,
                f"Let op bij dit bericht: {flag}.",
                "Kijk bij de bron of het klopt.",
            )
        if "beëindigd programma" in entry.reason:
            yield _warn(
                "beeindigd",
                entry.item.title,
                f"{entry.reason.partition('Let op: ')[2]}.",
                "Kijk of de tekst dat zegt.",
            )


def _subject(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del edition, facts
    length = len(rendered.subject.strip())
    if length == 0:
        yield _block("onderwerp", "Onderwerp", "Het onderwerp is leeg.", "Vul een onderwerp in.")
    elif length not in SUBJECT_RANGE:
        yield _warn(
            "onderwerp",
            "Onderwerp",
            f"Het onderwerp telt {length} tekens; 10 tot 60 leest het best.",
            "Maak het korter of langer.",
        )
    if not rendered.preheader.strip():
        yield _warn("voorvertoning", "Voorvertoning", "Er is geen voorvertoning.", "Vul er een in.")
    elif len(rendered.preheader) > PREHEADER_MOST:
        yield _warn(
            "voorvertoning",
            "Voorvertoning",
            f"De voorvertoning telt {len(rendered.preheader)} tekens.",
            f"Maak haar {PREHEADER_MOST} tekens of korter.",
        )


def _figures(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del rendered, facts
    for entry in edition.figures:
        yield from check_figure(entry.fact)


def _leaving(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del edition
    own = [link for link in facts.links if TOKEN_PLACEHOLDER in link.href]
    if not any("/afmelden/" in link.href for link in own) or TOKEN_PLACEHOLDER not in rendered.text:
        yield _block(
            "afmelden",
            "Voettekst",
            "De afmeldlink ontbreekt in de mail of in de tekstversie.",
            "Zet hem terug in de sjablonen.",
        )
    for link in own:
        if "/afmelden/" not in link.href:
            yield _block(
                "persoonlijk",
                link.text.strip() or link.href,
                "Deze link is persoonlijk.",
                "Alleen de afmeldlink mag persoonlijk zijn.",
            )


def _privacy(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del edition, rendered
    for address in facts.remote:
        yield _block(
            "volgen",
            address,
            "De mail haalt iets op van buiten; zo is te zien wie haar opent.",
            "Haal het weg uit het sjabloon.",
        )
    for image in facts.images:
        if "1" in (image.get("width"), image.get("height")):
            yield _block("pixel", str(image.get("src")), "Dit lijkt een telpixel.", "Haal hem weg.")


def _links(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del edition, rendered
    for link in facts.links:
        if not link.href.startswith(("https://", "http://", "mailto:", "#")):
            yield _block(
                "link",
                link.text.strip() or link.href,
                "Deze link is geen webadres.",
                "Begin met https://.",
            )
        text = link.text.strip().casefold()
        if not text:
            yield _block(
                "linktekst", link.href, "Deze link heeft geen tekst.", "Geef hem een tekst."
            )
        elif text in _EMPTY_LINK_TEXTS:
            yield _warn(
                "linktekst",
                link.href,
                f"De linktekst ‘{text}’ zegt niet waar hij heen gaat.",
                "Noem het onderwerp in de linktekst.",
            )


def _access(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del edition, rendered
    if not facts.language:
        yield _block(
            "taal",
            "Mail",
            "De taal van de mail staat er niet in.",
            'Zet lang="nl" in het sjabloon.',
        )
    for image in facts.images:
        if image.get("alt") is None:
            yield _block(
                "alt",
                str(image.get("src")),
                "Deze afbeelding heeft geen tekst voor wie haar niet ziet.",
                "Voeg een alt-tekst toe.",
            )
    for before, after in zip([0, *facts.headings], facts.headings, strict=False):
        if after > before + 1:
            yield _warn(
                "koppen",
                f"Kop niveau {after}",
                f"Na niveau {before} komt meteen niveau {after}.",
                "Sla geen niveau over.",
            )


def _finished(edition: Edition, rendered: RenderedEdition, facts: HtmlFacts) -> Iterator[Finding]:
    del edition
    for place, text in (
        ("Onderwerp", rendered.subject),
        ("Mail", rendered.html),
        ("Tekst", rendered.text),
    ):
        if found := _LEFTOVER.search(text):
            yield _block(
                "onaf", place, f"Er staat nog ‘{found[0]}’ in.", "Vul het in of haal het weg."
            )
    unknown = sorted(tag for tag in facts.tags if tag.startswith("mj-"))
    if unknown:
        yield _block(
            "sjabloon",
            "Mail",
            f"Het sjabloon bevat een onbekend onderdeel: {', '.join(unknown)}.",
            "Herstel het sjabloon.",
        )
    size = len(rendered.html.encode())
    if size > GMAIL_CLIP:
        yield _block(
            "omvang",
            "Mail",
            f"De mail is {size // 1024} kB; Gmail kapt af boven 102 kB.",
            "Laat berichten weg.",
        )


_CHECKS: tuple[Check, ...] = (
    _content, _subject, _figures, _leaving, _privacy, _links, _access, _finished,
)  # fmt: skip


def _block(code: str, place: str, reason: str, remedy: str) -> Finding:
    return Finding(Level.BLOCKING, code, place, reason, remedy)


def _warn(code: str, place: str, reason: str, remedy: str) -> Finding:
    return Finding(Level.WARNING, code, place, reason, remedy)
