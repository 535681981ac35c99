"""Small counts in several tables of the same clicks: none is told, and none follows from the others.

A programme's clicks are those of its stories, and so are a work domain's. What is hidden in one table
could be found by adding and subtracting numbers of the others. A number follows when its cell is a linear
combination of told ones; then the smallest told number that it rests on is hidden too, until none follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from omroeper.domain.small_counts import FEWEST

_Vector = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table: the sum of `parts`, ids of what is counted at the lowest level."""

    name: str
    parts: frozenset[str]


Table = Sequence[Cell]
Told = tuple[dict[str, int | None], ...]


def told_together(counts: Mapping[str, int], tables: Sequence[Table], fewest: int = FEWEST) -> Told:
    """Each table's numbers by name, None for what is hidden; the sum of all `counts` is told."""
    cells = [cell for table in tables for cell in table]
    sizes = [sum(counts[part] for part in cell.parts) for cell in cells]
    hidden = {place for place, size in enumerate(sizes) if 0 < size < fewest}
    secret = _secrets(tables, sizes, hidden, fewest)
    whole = frozenset(counts)
    while secret:
        shown = [place for place in range(len(cells)) if place not in hidden]
        span = _Span([cells[place].parts for place in shown] + [whole])
        leaks = next(filter(None, (span.rests_on(parts) for parts in secret)), None)
        removable = [shown[one] for one in leaks or () if one < len(shown) and sizes[shown[one]]]
        if not removable:
            break
        hidden.add(min(removable, key=lambda place: (sizes[place], place)))
        secret = _secrets(tables, sizes, hidden, fewest)
    told = iter([None if place in hidden else size for place, size in enumerate(sizes)])
    return tuple({cell.name: next(told) for cell in table} for table in tables)


def _secrets(
    tables: Sequence[Table], sizes: Sequence[int], hidden: set[int], fewest: int
) -> list[frozenset[str]]:
    """What may not follow: each small cell, and what a table hides when it is small together."""
    found, place = [], 0
    for table in tables:
        places = range(place, place + len(table))
        place += len(table)
        mine = [one for one in places if one in hidden]
        small = [one for one in mine if sizes[one] < fewest]
        found += [table[one - places.start].parts for one in small]
        if 0 < sum(sizes[one] for one in mine) < fewest:
            found.append(frozenset().union(*(table[one - places.start].parts for one in mine)))
    return list(dict.fromkeys(found))


class _Span:
    """All that adding and subtracting these sets of parts can give, by elimination."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self._rows: dict[str, tuple[_Vector, _Vector]] = {}  # by pivot: row, and what it is made of
        for number, parts in enumerate(sets):
            row, made = self._reduced(parts, {str(number): Fraction(1)})
            if row:
                pivot = min(row)
                by = row[pivot]
                self._rows[pivot] = (_scaled(row, 1 / by), _scaled(made, 1 / by))

    def rests_on(self, parts: frozenset[str]) -> list[int] | None:
        """The numbers of the sets that it is made of; None when it does not follow."""
        row, made = self._reduced(parts, {})
        return None if row else [int(one) for one in made]

    def _reduced(self, parts: Iterable[str], made: _Vector) -> tuple[_Vector, _Vector]:
        row = {part: Fraction(1) for part in parts}
        while pivots := row.keys() & self._rows.keys():
            pivot = min(pivots)
            factor = row[pivot]
            other, source = self._rows[pivot]
            row, made = _less(row, other, factor), _less(made, source, factor)
        return row, made


def _scaled(vector: _Vector, factor: Fraction) -> _Vector:
    return {name: value * factor for name, value in vector.items()}


def _less(one: _Vector, other: _Vector, factor: Fraction) -> _Vector:
    found = dict(one)
    for name, value in other.items():
        rest = found.get(name, Fraction(0)) - value * factor
        if rest:
            found[name] = rest
        else:
            found.pop(name, None)
    return found
