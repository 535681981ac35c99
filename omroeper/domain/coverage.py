"""The coverage ledger: which programme was told of in which month, and who has been silent for long.

It warns and suggests; it never puts anything in a newsletter.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from omroeper.domain.edition import Edition
from omroeper.domain.finding import Finding, Level
from omroeper.domain.month import Month
from omroeper.domain.programme import Programme, Programmes, ProgrammeStatus

Told = Mapping[Month, tuple[str, ...]]
"""Per month of a newsletter the programme of each of its entries; one with two entries is there twice."""
_NAMED = 6
"""How many silent programmes a finding names; the ledger has them all."""


@dataclass(frozen=True, slots=True)
class ProgrammeCoverage:
    """One programme's year. `counts` are entries, January to December; shares are 0 to 1.

    `last` and `silence` (newsletters since then) look at all years, and at parts of the programme
    too; without any mention `last` is None and `silence` counts every newsletter.
    """

    programme: Programme
    counts: tuple[int, ...]
    last: Month | None
    silence: int
    share: float
    expected: float


@dataclass(frozen=True, slots=True)
class CoverageLedger:
    """A year's programmes, in their order; `months` are those of the year with a newsletter."""

    year: int
    months: tuple[Month, ...]
    rows: tuple[ProgrammeCoverage, ...]

    def silent(self, after: int) -> tuple[ProgrammeCoverage, ...]:
        """The active programmes with at least `after` newsletters of silence, longest first."""
        found = [row for row in self.rows if expects_news(row.programme) and row.silence >= after]
        return tuple(sorted(found, key=lambda row: -row.silence))


def programmes_told(edition: Edition) -> tuple[str, ...]:
    """The programme of each entry of an edition."""
    return tuple(entry.item.programme for entry in edition.entries)


def coverage_ledger(year: int, told: Told, programmes: Programmes) -> CoverageLedger:
    """The ledger of a year; an ended programme is in it only when it was told of that year."""
    months = tuple(sorted(month for month in told if month.year == year))
    all_counts = {p.id: _counts(p.id, year, told) for p in programmes}
    total = sum(map(sum, all_counts.values()))
    expecting = sum(p.weight for p in programmes if expects_news(p))
    rows = []
    for programme in programmes:
        counts = all_counts[programme.id]
        if not expects_news(programme) and not any(counts):
            continue
        last, silence = _last(family(programme, programmes), told)
        expected = programme.weight / expecting if expects_news(programme) else 0.0
        share = sum(counts) / total if total else 0.0
        rows.append(ProgrammeCoverage(programme, counts, last, silence, share, expected))
    return CoverageLedger(year, months, tuple(rows))


def silence_findings(ledger: CoverageLedger, edition: Edition, *, after: int) -> Iterator[Finding]:
    """One warning for all that were silent for long, with what was not chosen of theirs."""
    silent = ledger.silent(after)
    if not silent:
        return
    names = [f"{row.programme.name} ({row.silence})" for row in silent[:_NAMED]]
    more = len(silent) - len(names)
    listed = ", ".join(names) + (f" en nog {more}" if more else "")
    ids = {row.programme.id for row in silent}
    left = [
        f"‘{one.item.title}’"
        for one in edition.dropped
        if one.item.programme in ids and one.item.language == edition.language
    ][:3]
    yield Finding(
        Level.WARNING,
        "stilte",
        "Programma’s",
        f"Al {after} of meer nieuwsbrieven niets over: {listed}.",
        (
            f"Er was wel nieuws dat niet gekozen is: {', '.join(left)}. "
            "Kies het bij ‘Toch opnemen’, via ‘wijzigingen’."
            if left
            else "Vraag hun om nieuws voor de volgende keer."
        ),
    )


def expects_news(programme: Programme) -> bool:
    return programme.status is ProgrammeStatus.ACTIVE


def silence_of(programme: Programme, programmes: Programmes, told: Told) -> int:
    """Newsletters since the last one that told of the programme or a part of it; all without any."""
    return _last(family(programme, programmes), told)[1]


def _counts(programme: str, year: int, told: Told) -> tuple[int, ...]:
    return tuple(told.get(Month(year, number), ()).count(programme) for number in range(1, 13))


def family(programme: Programme, programmes: Programmes) -> frozenset[str]:
    """The programme and all that is part of it."""
    found = {programme.id}
    grown = True
    while grown:
        parts = {p.id for p in programmes if p.parent in found}
        grown = not parts <= found
        found |= parts
    return frozenset(found)


def _last(members: Iterable[str], told: Told) -> tuple[Month | None, int]:
    wanted = set(members)
    months = sorted(told, reverse=True)
    for newsletters_since, month in enumerate(months):
        if wanted & set(told[month]):
            return month, newsletters_since
    return None, len(months)
