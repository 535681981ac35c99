"""Content: there is news, the agenda is still to come, and what the sources doubted is told."""

from collections.abc import Iterator

from omroeper.domain.agenda import is_over
from omroeper.domain.edition import Section
from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, block, warn


def check_content(seen: Seen) -> Iterator[Finding]:
    if not seen.edition.section(Section.LEAD):
        yield block(
            "leeg",
            "Inhoud",
            "Er staat geen enkel bericht in.",
            "Voeg nieuws toe en maak een nieuw concept.",
        )
    for note in seen.edition.missing:
        yield warn("ontbreekt", "Inhoud", note, "Vul aan, of keur goed zoals het is.")
    for entry in seen.edition.section(Section.AGENDA):
        if is_over(entry.item, seen.edition.send_at):
            yield block(
                "voorbij", "Agenda", f"‘{entry.item.title}’ is dan al geweest.", "Laat het weg."
            )
    for entry in seen.edition.entries:
        for flag in entry.item.flags:
            yield warn(
                "vlag",
                entry.item.title,
                f"Let op bij dit bericht: {flag}.",
                "Kijk bij de bron of het klopt.",
            )
        if "beëindigd programma" in entry.reason:
            yield warn(
                "beeindigd",
                entry.item.title,
                f"{entry.reason.partition('Let op: ')[2]}.",
                "Kijk of de tekst dat zegt.",
            )
