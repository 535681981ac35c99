"""The coverage ledger as text: rows for the command line, a table for the Prefect UI."""

from decimal import Decimal

from omroeper.domain.coverage import CoverageLedger, ProgrammeCoverage
from omroeper.rendering import dutch

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
HEADER = ("programma", *MONTHS, "laatst", "stil", "aandeel", "verwacht")


def coverage_rows(ledger: CoverageLedger) -> list[tuple[str, ...]]:
    """A row a programme, under HEADER; a month without newsletter is empty, one without news `·`."""
    return [_row(ledger, row) for row in ledger.rows]


def heat(count: int) -> int:
    """How warm a cell is: 0 (nothing) to 3."""
    return min(count, 3)


def _row(ledger: CoverageLedger, row: ProgrammeCoverage) -> tuple[str, ...]:
    with_newsletter = {month.number for month in ledger.months}
    cells = (
        (str(count) if count else "·") if number in with_newsletter else ""
        for number, count in enumerate(row.counts, 1)
    )
    return (
        row.programme.name,
        *cells,
        str(row.last) if row.last else "nooit",
        str(row.silence),
        _percentage(row.share),
        _percentage(row.expected),
    )


def _percentage(share: float) -> str:
    return dutch.number_text(Decimal(f"{100 * share:.1f}"), "%")
