"""Small counts are hidden, also where they would follow from a total."""

import pytest

from omroeper.domain.small_counts import told, told_apart


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (812, 812)])
def test_fewer_than_five_are_not_told(count: int, shown: int | None) -> None:
    assert told(count) == shown


def test_the_bound_is_a_setting() -> None:
    assert told(9, fewest=10) is None
    assert told(1, fewest=1) == 1


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 9, "c": 3}, {"a": 20, "b": None, "c": None}),
        ({"a": 20, "b": 3, "c": 4}, {"a": 20, "b": None, "c": None}),
        ({"a": 20, "b": 2, "c": 1}, {"a": None, "b": None, "c": None}),
        ({"a": 20, "b": 0, "c": 7}, {"a": 20, "b": 0, "c": 7}),
        ({"c": 3}, {"c": None}),
    ],
)
def test_a_hidden_part_does_not_follow_from_the_total(
    counts: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert told_apart(counts) == shown
