"""A list of people as a file holds it, before anyone knows what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[int, tuple[str, ...]]
"""The line in the file, counted from 1, and its cells; a cell is one line of readable text."""


@dataclass(frozen=True, slots=True)
class ListTable:
    """One sheet: the name of its file, the heads of its columns, and the rows that are not empty."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Row]
