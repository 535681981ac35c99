"""The team's days as a file: read back by a calendar library, the same days and moments."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from omroeper.domain.month import Month
from omroeper.domain.theme import Theme
from omroeper.rendering.team_ics import team_calendar
from tests.samples import WHEN

ZONE = ZoneInfo("Europe/Amsterdam")
THEME = Theme(
    month=Month(2026, 11),
    title="Leren; in de regio, samen",
    description="",
    terms=(),
    introduction="",
    send_at=datetime(2026, 11, 10, 10, tzinfo=ZONE),
    deadline=date(2026, 10, 30),
    review_by=datetime(2026, 10, 23, 12, tzinfo=ZONE),
)


def written(*themes: Theme, stamp: datetime = WHEN) -> bytes:
    return team_calendar(
        themes, newsletter="agdb", name="Nieuws", domain="desk.example", stamp=stamp
    )


def read(*themes: Theme) -> dict[str, Any]:
    calendar = Calendar.from_ical(written(*themes))
    assert not calendar.errors
    return {str(event["UID"]): event for event in calendar.events}


def test_each_edition_has_three_events_that_keep_their_identity() -> None:
    found = read(THEME, replace(THEME, slug="conferentie"))
    moved = read(replace(THEME, send_at=THEME.send_at + timedelta(days=1)))
    assert set(found) == {
        f"agdb-2026-11{slug}-{kind}@desk.example"
        for slug in ("", "-conferentie")
        for kind in ("inleveren", "beoordelen", "verzenden")
    }
    assert set(moved) <= set(found)


def test_days_and_moments_come_back_in_summer_and_in_winter() -> None:
    events = read(THEME)
    starts = {uid.split("-")[3].split("@")[0]: event["DTSTART"].dt for uid, event in events.items()}
    assert starts["inleveren"] == date(2026, 10, 30)
    assert starts["beoordelen"] == datetime(2026, 10, 23, 10, tzinfo=UTC), "summer time"
    assert starts["verzenden"] == datetime(2026, 11, 10, 9, tzinfo=UTC), "winter time"


def test_each_event_says_what_to_do_warns_and_has_no_place() -> None:
    for event in read(THEME).values():
        assert "Thema: Leren; in de regio, samen." in str(event["DESCRIPTION"])
        assert "LOCATION" not in event
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt < timedelta()


def test_every_line_fits_and_the_stamp_is_the_moment_it_was_made() -> None:
    content = written(THEME)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"DTSTAMP:20241015T080000Z" in content


def test_an_edition_without_deadline_or_review_has_its_sending() -> None:
    bare = replace(THEME, deadline=None, review_by=None)
    assert list(read(bare)) == ["agdb-2026-11-verzenden@desk.example"]
