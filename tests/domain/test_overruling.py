"""Warnings are taken on by name and with a reason; none slips through, and what blocks never does."""

from datetime import UTC, datetime

import pytest

from omroeper.domain.errors import ApprovalRefused
from omroeper.domain.finding import Finding, Level
from omroeper.domain.overruling import (
    Overruling,
    remembered,
    require_taken_on,
    taken_on,
    warning_choices,
)

NOW = datetime(2024, 10, 10, tzinfo=UTC)


def finding(code: str, reason: str, level: Level = Level.WARNING) -> Finding:
    return Finding(level, code, "Onderwerp", reason, "Maak het korter.")


LONG, SILENT = finding("lang", "Het is lang."), finding("stil", "Al lang stil.")
BLOCK = finding("leeg", "Het is leeg.", Level.BLOCKING)


def test_the_choices_are_the_warnings_in_short_and_all_of_them_at_once() -> None:
    assert list(warning_choices([BLOCK, LONG, SILENT])) == [
        "Alle 2 waarschuwingen", "Onderwerp: Het is lang.", "Onderwerp: Al lang stil.",
    ]  # fmt: skip
    assert list(warning_choices([LONG, BLOCK])) == ["Onderwerp: Het is lang."]
    assert warning_choices([BLOCK]) == {}


def test_two_warnings_that_begin_alike_stay_two_choices() -> None:
    same = "Een zin telt 40 woorden: " + "x" * 90
    choices = warning_choices([finding("z", same + "a"), finding("z", same + "b")])
    assert len(choices) == 3
    assert all(len(label) <= 110 for label in choices)


def test_what_blocks_is_never_taken_on() -> None:
    assert taken_on([BLOCK, LONG, SILENT], ["Alle 2 waarschuwingen"]) == (LONG, SILENT)
    assert taken_on([BLOCK], ["Onderwerp: Het is leeg."]) == ()


def test_what_is_left_is_named_and_a_reason_is_needed() -> None:
    with pytest.raises(ApprovalRefused) as refused:
        require_taken_on([LONG, SILENT], [LONG], "Mag")
    assert "Onderwerp: Al lang stil." in refused.value.sentence
    assert "Het is lang" not in refused.value.sentence
    with pytest.raises(ApprovalRefused, match="niet waarom"):
        require_taken_on([LONG], [LONG], "  ")
    require_taken_on([LONG], [LONG], "Mag")
    require_taken_on([BLOCK], [], "")


def test_an_old_forms_all_is_not_this_drafts_all() -> None:
    """One more warning came: who took on “alle 1” has not seen it."""
    assert taken_on([LONG, SILENT, finding("x", "Nieuw.")], ["Alle 2 waarschuwingen"]) == ()


def test_what_was_taken_on_before_is_remembered_with_its_reason_as_long_as_it_says_the_same() -> (
    None
):
    def before(one: Finding, why: str) -> Overruling:
        return Overruling("e", 1, "ab", one.code, one.place, one.reason, why, "Ruben", NOW)

    earlier = [
        before(LONG, "Eerst zo"),
        before(LONG, "Titel van de dag"),
        before(SILENT, "Weten we"),
    ]
    assert remembered([LONG, SILENT], earlier) == (
        ("Onderwerp: Het is lang.", "Onderwerp: Al lang stil."),
        "Titel van de dag; Weten we",
    )
    assert remembered([finding("lang", "Het is nog langer.")], earlier) == ((), "")
