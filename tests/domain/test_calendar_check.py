"""What the editor is told about an edition's days."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from omroeper.domain.calendar_check import calendar_findings
from omroeper.domain.finding import Level
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.theme import Theme
from tests.samples import newsroom

ZONE = ZoneInfo("Europe/Amsterdam")
KINGS_DAY = date(2026, 4, 27)


def holiday(day: date) -> str:
    return "Koningsdag" if day == KINGS_DAY else ""


def theme() -> Theme:
    found = newsroom().calendar.theme_of(Issue(Month(2024, 10)))
    assert found is not None
    return found


def test_working_days_say_nothing() -> None:
    assert not list(calendar_findings(theme(), theme().send_at, ZONE, holiday))


def test_a_holiday_is_named_with_the_working_days_beside_it() -> None:
    (found,) = calendar_findings(None, datetime(2026, 4, 27, 10, tzinfo=ZONE), ZONE, holiday)
    assert found.level is Level.WARNING
    assert found.reason == "De verzending valt op maandag 27-04-2026, een vrije dag (Koningsdag)."
    assert found.remedy == ("De werkdagen ernaast zijn vrijdag 24-04-2026 en dinsdag 28-04-2026.")


def test_review_and_deadline_are_looked_at_too() -> None:
    busy = replace(
        theme(), deadline=date(2024, 10, 5), review_by=datetime(2024, 10, 13, 12, tzinfo=ZONE)
    )
    reasons = [one.reason for one in calendar_findings(busy, busy.send_at, ZONE, holiday)]
    assert reasons == [
        "De beoordeling valt op zondag 13-10-2024.",
        "Het inleveren valt op zaterdag 05-10-2024.",
    ]


def test_what_was_moved_is_told_until_the_editor_chooses_another_moment() -> None:
    moved = replace(theme(), moved="Het is verplaatst.")
    (found,) = calendar_findings(moved, moved.send_at, ZONE, holiday)
    assert found.reason == "Het is verplaatst."
    other = datetime(2024, 10, 16, 10, tzinfo=ZONE)
    assert not list(calendar_findings(moved, other, ZONE, holiday))
