"""The Dutch of the shipped months, as the desk itself judges it."""

from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.wiring import Desk

LANGUAGE = {
    "spelling",
    "lange-zin",
    "lange-zinnen",
    "lijdende-vorm",
    "moeilijk-woord",
    "afkorting",
    "citaat",
}


def test_a_normal_month_has_few_findings_on_its_language(desk: Desk) -> None:
    assert "dutch_words" not in desk.__dict__  # read by who makes a draft only
    for month in (9, 10, 11, 12):
        _, findings, _ = desk.build_edition(Issue(Month(2024, month)))
        told = [f"{one.place}: {one.reason}" for one in findings if one.code in LANGUAGE]
        assert len(told) <= 2, told


def test_a_mistake_in_an_update_reaches_the_editor(desk: Desk) -> None:
    file = desk.settings.content / "updates" / "2024-10-03-agdb-conferentie.md"
    text = file.read_text(encoding="utf-8")
    assert "pasten" in text
    file.write_text(text.replace("pasten", "patsen bij de sfere"), encoding="utf-8")
    _, findings, _ = desk.build_edition(Issue(Month(2024, 10)))
    (found,) = [one for one in findings if one.code == "spelling"]
    assert "‘sfere’" in found.reason
    assert found.place == "AGDB-conferentie zet de koers voor groene en digitale banen"
