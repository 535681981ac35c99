"""What is a change of a figure, and what is only another telling of it, as a table."""

from dataclasses import replace
from typing import Any

import pytest

from omroeper.domain.figure import FigureObservation, FigureStatus, Qualifier
from omroeper.domain.figure_change import (
    ChangeKind,
    change_between,
    changes_between_editions,
    newest_of_period,
)
from tests.samples import figure_observation

SEEN = figure_observation("vrouwen", "16.9")


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, None),
        ({"edition": "Nieuw", "snapshot": "cd" * 32, "locator": "elders"}, None),
        ({"value": SEEN.number + 1}, ChangeKind.REVISED),
        ({"qualifier": Qualifier.OVER}, ChangeKind.REVISED),
        ({"status": FigureStatus.PROVISIONAL}, ChangeKind.STATUS),
        ({"period": "2024", "value": SEEN.number + 1}, ChangeKind.NEXT_PERIOD),
        ({"definition_version": "2", "value": SEEN.number + 1}, ChangeKind.DEFINITION_BREAK),
        ({"unit": "personen"}, ChangeKind.DEFINITION_BREAK),
        ({"edition": "Nieuw", "value": SEEN.number + 1}, ChangeKind.REVISED),
    ],
)
def test_what_a_change_is(changed: dict[str, Any], kind: ChangeKind | None) -> None:
    assert change_between(SEEN, replace(SEEN, **changed)) is kind


def test_a_period_in_words_moves_along_with_its_edition() -> None:
    before = replace(SEEN, period="laatste jaar")
    after = replace(before, value=SEEN.number + 1)
    assert change_between(before, after) is ChangeKind.REVISED
    assert change_between(before, replace(after, edition="Nieuw")) is ChangeKind.NEXT_PERIOD


def test_the_newest_of_a_period_is_not_that_of_another() -> None:
    revised = replace(SEEN, value=SEEN.number + 1)
    next_year = replace(SEEN, period="2024")
    assert newest_of_period(SEEN, [SEEN, revised, next_year]) == revised
    assert newest_of_period(SEEN, [next_year]) == SEEN


def test_a_diff_tells_each_kind_once() -> None:
    def seen(figure: str, value: str, **changes: Any) -> FigureObservation:
        return replace(figure_observation(figure, value), **changes)

    first = [
        seen("gelijk", "1"), seen("weg", "2"), seen("herzien", "3"), seen("jaar", "4"),
        seen("telling", "5"), seen("stand", "6", status=FigureStatus.PROVISIONAL),
    ]  # fmt: skip
    second = [
        seen("gelijk", "1"), seen("nieuw", "7"), seen("herzien", "3.5"),
        seen("jaar", "4"), seen("jaar", "4.4", period="2024"),
        seen("telling", "9", definition_version="2"), seen("stand", "6"),
    ]  # fmt: skip
    found = {(one.figure, one.kind) for one in changes_between_editions(first, second)}
    assert found == {
        ("weg", ChangeKind.GONE),
        ("nieuw", ChangeKind.NEW),
        ("herzien", ChangeKind.REVISED),
        ("jaar", ChangeKind.NEXT_PERIOD),
        ("telling", ChangeKind.DEFINITION_BREAK),
        ("stand", ChangeKind.STATUS),
    }
    assert len(changes_between_editions(first, second)) == 6
    assert changes_between_editions(first, first) == ()
