"""Editors' choices weigh in the next months: a little, within bounds, and ever less."""

from dataclasses import replace

import pytest

from omroeper.domain.edition import Edits
from omroeper.domain.month import Month
from omroeper.domain.preference import (
    FADES_OVER,
    MOST_OF_A_KIND,
    PREFERENCE_MOST,
    Choice,
    ChoiceKind,
    choices_in,
    preference_for,
)
from tests.domain.test_assembly import item, make

OCTOBER, NOVEMBER = Month(2024, 10), Month(2024, 11)
DROPPED = Choice(OCTOBER, ChoiceKind.DROPPED, "x", "X", "bron", "fll", ("vmbo",))
FIRST = replace(DROPPED, kind=ChoiceKind.FIRST)


def points(*choices: Choice, month: Month = NOVEMBER, source: str = "bron") -> float:
    return preference_for(item("a", "sto", source=source), (), choices, month).points


def test_what_was_dropped_takes_and_what_was_wanted_gives() -> None:
    assert points(DROPPED) == -0.25
    assert points(FIRST) == points(replace(FIRST, kind=ChoiceKind.INCLUDED)) == 0.25
    assert points(FIRST, source="ander") == 0


def test_a_choice_fades_out_and_never_looks_back() -> None:
    over_time = [points(FIRST, month=OCTOBER.plus(age)) for age in range(FADES_OVER + 2)]
    assert over_time[0] == 0  # its own month
    assert over_time[1] > over_time[2] > over_time[FADES_OVER] > 0
    assert over_time[FADES_OVER + 1] == 0
    assert points(FIRST, month=OCTOBER.plus(-1)) == 0


def test_many_choices_stay_within_bounds() -> None:
    many = [FIRST] * 50
    assert points(*many) == MOST_OF_A_KIND
    about_all = preference_for(item("a", "fll"), ("vmbo",), many, NOVEMBER)
    assert about_all.points == PREFERENCE_MOST


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        (replace(FIRST, programme="x", terms=()), "koos de laatste maanden vaker voor deze bron"),
        (replace(FIRST, source="x", terms=()), "koos de laatste maanden vaker voor dit programma"),
        (replace(DROPPED, source="x", programme="x"), "vaker weg: deze thematermen"),
    ],
)
def test_the_reason_tells_what_it_is_about(choice: Choice, reason: str) -> None:
    found = preference_for(item("a", "fll"), ("vmbo",), [choice], NOVEMBER)
    assert reason in found.reason


def test_choices_against_each_other_say_nothing() -> None:
    assert preference_for(item("a"), (), [FIRST, DROPPED], NOVEMBER).reason == ""


def test_a_draft_tells_what_its_editor_chose() -> None:
    updates = (item("wens", lead_wish=True), item("a", "fll"), item("b", "iol"), item("c", "sto"))
    edits = Edits(drop=("b",), order=("c", "a"))
    made = choices_in(make(*updates, edits=edits), edits)
    assert [(choice.kind, choice.item, choice.programme) for choice in made] == [
        (ChoiceKind.DROPPED, "b", "iol"),
        (ChoiceKind.FIRST, "c", "sto"),  # `a` was named too, and is not first in its part
    ]
    assert choices_in(make(*updates), Edits()) == ()
