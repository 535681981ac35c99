"""No small count follows from what several tables tell together."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.told_tables import Cell, told_together


def table(*groups: str) -> list[Cell]:
    """Cells named by the one-letter parts that they hold."""
    return [Cell(group, frozenset(group)) for group in groups]


def test_a_story_does_not_follow_from_its_programme() -> None:
    counts = {"a": 3, "b": 5, "c": 10, "d": 20}
    stories, programmes = told_together(counts, [table("a", "b", "c", "d"), table("ac", "bd")])
    assert programmes == {"ac": 13, "bd": 25}
    assert stories == {"a": None, "b": 5, "c": None, "d": 20}  # c, or 13 - 10 would tell it


def test_one_hidden_part_takes_the_smallest_other_with_it() -> None:
    (told,) = told_together({"a": 3, "b": 6, "c": 20}, [table("a", "b", "c")])
    assert told == {"a": None, "b": None, "c": 20}


def test_nought_is_told_and_large_counts_stay() -> None:
    (told,) = told_together({"a": 0, "b": 7, "c": 5}, [table("a", "b", "c")])
    assert told == {"a": 0, "b": 7, "c": 5}


def test_clicks_outside_a_table_hide_a_part_by_themselves() -> None:
    (told,) = told_together({"a": 3, "b": 6, "x": 9}, [table("a", "b")])
    assert told == {"a": None, "b": 6}


def solvable(equations: list[tuple[frozenset[str], int]], wanted: frozenset[str]) -> bool:
    """Whether the equations fix the sum of `wanted`: plain elimination over all parts."""
    parts = sorted(frozenset().union(wanted, *(group for group, _ in equations)))
    rows = [[Fraction(part in group) for part in parts] for group, _ in equations]
    target = [Fraction(part in wanted) for part in parts]
    for column in range(len(parts)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        for row in (*rows, target):
            factor = row[column] / pivot[column]
            row[:] = [mine - factor * other for mine, other in zip(row, pivot, strict=True)]
    return not any(target)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=7), st.data())
def test_no_small_cell_can_be_solved_for(values: list[int], data: st.DataObject) -> None:
    parts = "abcdefg"[: len(values)]
    counts = dict(zip(parts, values, strict=True))
    tables = [table(*parts)]
    for _ in range(2):
        where = data.draw(st.lists(st.integers(0, 2), min_size=len(parts), max_size=len(parts)))
        groups = ["".join(p for p, w in zip(parts, where, strict=True) if w == n) for n in range(3)]
        tables.append(table(*(group for group in groups if group)))
    told = told_together(counts, tables)
    equations = [(frozenset(parts), sum(values))]
    secret = []
    for cells, shown in zip(tables, told, strict=True):
        for cell in cells:
            size = sum(counts[part] for part in cell.parts)
            if shown[cell.name] is None:
                secret += [cell.parts] if 0 < size < 5 else []
            else:
                assert shown[cell.name] == size
                equations.append((cell.parts, size))
    if sum(values) >= 5:
        assert not any(solvable(equations, parts) for parts in secret)
