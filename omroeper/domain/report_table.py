"""A report as chapters with tables: one content for the page, the print, the sheet and the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omroeper.domain.small_counts import told


@dataclass(frozen=True, slots=True)
class Hidden:
    """A count that is too small to tell, or that would give such a one away; `value` stands for it."""

    value: str


WITHHELD = Hidden("afgeschermd")


def few(fewest: int) -> Hidden:
    """Stands for a count that is less than may be told."""
    return Hidden(f"< {fewest}")


Cell = str | int | Decimal | Hidden | None
"""None is what is not known, which is not nought."""


def people(count: int | None, fewest: int) -> Cell:
    """A count of people's actions as a report may tell it."""
    if count is None:
        return None
    return few(fewest) if told(count, fewest) is None else count


def apart(count: int, shown: int | None, fewest: int) -> Cell:
    """One of the parts of a total: what is told of it (see told_tables), or why it is not told."""
    if shown is not None:
        return shown
    return few(fewest) if told(count, fewest) is None else WITHHELD


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under heads; the first column names the row. `id` is unique in its report.

    `note` says how to read it. With `bars` the first column of numbers is drawn too.
    """

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    bars: bool = False

    @property
    def drawn(self) -> list[tuple[str, int]]:
        """The rows that can be drawn: each name with its first number; nothing when all are nought."""
        if not self.bars:
            return []
        found = []
        for name, *cells in self.rows:
            numbers = [cell for cell in cells if isinstance(cell, int | Hidden)]
            if numbers and isinstance(numbers[0], int):
                found.append((str(name), numbers[0]))
        return found if any(value for _, value in found) else []


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter (Dutch): a heading, paragraphs, then tables."""

    id: str
    title: str
    texts: tuple[str, ...] = ()
    tables: tuple[ReportTable, ...] = ()


def filled(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """The chapters that have something to say."""
    return tuple(one for one in chapters if one.texts or any(t.rows for t in one.tables))
