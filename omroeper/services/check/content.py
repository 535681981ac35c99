"""Content: there is news, the agenda is still to come, and what the sources doubted is told."""

from collections.abc import Iterator

from omroeper.domain.agenda import is_over
from omroeper.domain.edition import Section
from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.story import tellings_of, why_same
from omroeper.rendering.dutch import month_text
from omroeper.services.check.seen import Seen


def check_content(seen: Seen) -> Iterator[Finding]:
    edition = seen.edition
    if not edition.section(Section.LEAD):
        remedy = "Voeg nieuws toe en maak een nieuw concept."
        yield found("leeg", "Inhoud", "Er staat geen enkel bericht in.", remedy)
    for note in edition.missing:
        yield found("ontbreekt", "Inhoud", note, "Vul aan, of keur goed zoals het is.")
    for entry in edition.section(Section.AGENDA):
        if is_over(entry.item, edition.send_at):
            reason = f"‘{entry.item.title}’ is dan al geweest."
            yield found("voorbij", "Agenda", reason, "Laat het weg.")
    for entry in edition.entries:
        for flag in entry.item.flags:
            reason = f"Let op bij dit bericht: {flag}."
            yield found("vlag", entry.item.title, reason, "Kijk bij de bron of het klopt.")
        if "beëindigd programma" in entry.reason:
            reason = f"{entry.reason.partition('Let op: ')[2]}."
            yield found("beeindigd", entry.item.title, reason, "Kijk of de tekst dat zegt.")
    yield from _repeated(seen)


def _repeated(seen: Seen) -> Iterator[Finding]:
    """The assembling leaves these out by itself; an editor who wants one in is told all the same."""
    told = list(zip(tellings_of(list(seen.around.told)), seen.around.told.values(), strict=True))
    entries = [one for one in seen.edition.entries if one.section is not Section.AGENDA]
    for entry, mine in zip(entries, tellings_of([one.item for one in entries]), strict=True):
        for other, month in told:
            same = entry.item.key == other.item.key
            if why := "hetzelfde bericht" if same else why_same(mine, other):
                reason = f"Stond al in de nieuwsbrief van {month_text(month.first_day)} ({why})."
                remedy = "Laat het weg, of schrijf wat er nieuw aan is."
                yield found("herhaald", entry.item.title, reason, remedy)
                break
