"""Quotes of people: nobody is quoted by us who did not agree to it."""

from collections.abc import Collection, Iterator

from omroeper.domain.edition import Edition, Entry
from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.language.quotes import without_consent

_HOW = "per mail 1-10-2024"
CONSENT_EXAMPLE = f"Mila Voorbeeld, {_HOW}"


def consent_findings(edition: Edition, programmes: Collection[str] = ()) -> Iterator[Finding]:
    """Those who are quoted without their consent noted; a programme may be quoted without.

    It blocks in what our own people wrote, who can ask and note it. What another site published is
    public already, in its maker's name: there the editor is warned and may let it stand.
    """
    for entry in edition.entries:
        item = entry.item
        text = f"{item.title}\n{item.text}"
        missing = without_consent(
            text, item.quotes_consent or "", {entry.programme_name, *programmes}
        )
        if missing:
            verb = "wordt" if len(missing) == 1 else "worden"
            names = " en ".join(missing)
            yield _finding(entry, names, f"{names} {verb} geciteerd")


def _finding(entry: Entry, names: str, quoted: str) -> Finding:
    title = entry.item.title
    if entry.item.quotes_consent is None:
        return found(
            "citaat-elders",
            title,
            f"{quoted}. De bron maakte dat al openbaar; of er toestemming is, weten we niet.",
            "Vraag het bij twijfel na, of laat het bericht weg.",
        )
    return found(
        "citaat",
        title,
        f"{quoted}, en toestemming daarvoor is niet op die naam genoteerd.",
        f"Vraag toestemming en noteer die bij het bericht, met de naam zoals in de tekst: ‘{names}, {_HOW}’. "
        "In het bestand onder quotes_consent, in de lijst in de kolom toestemming. Of haal het citaat weg.",
    )
