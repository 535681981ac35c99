"""The Dutch of the shipped months, as the desk itself judges it."""

import pytest

from omroeper.domain.month import Month
from omroeper.wiring import Desk

LANGUAGE = {"spelling", "lange-zin", "lange-zinnen", "moeilijk-woord", "afkorting", "citaat"}


@pytest.mark.parametrize("month", ["2024-09", "2024-10", "2024-11", "2024-12"])
def test_a_normal_month_has_few_findings_on_its_language(desk: Desk, month: str) -> None:
    _, findings, _ = desk.build_edition(Month.parse(month))
    told = [f"{one.place}: {one.reason}" for one in findings if one.code in LANGUAGE]
    assert len(told) <= 2, told


def test_a_mistake_in_an_update_reaches_the_editor(desk: Desk) -> None:
    file = desk.settings.content / "updates" / "2024-10-03-agdb-conferentie.md"
    text = file.read_text(encoding="utf-8")
    assert "pasten" in text
    file.write_text(text.replace("pasten", "patsen bij de sfere"), encoding="utf-8")
    _, findings, _ = desk.build_edition(Month(2024, 10))
    (found,) = [one for one in findings if one.code == "spelling"]
    assert "‘sfere’" in found.reason
    assert found.place == "AGDB-conferentie zet de koers voor groene en digitale banen"


def test_the_dictionary_is_read_by_who_makes_a_draft_only(desk: Desk) -> None:
    desk.coverage(2024)
    assert "dutch_words" not in desk.__dict__
    desk.build_edition(Month(2024, 10))
    assert "dutch_words" in desk.__dict__
