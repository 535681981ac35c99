"""The agenda as a file: read back, it gives the same moments, in summer and in winter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from omroeper.domain.edition import Edition, Entry, Section
from omroeper.domain.item import CANCELLED, Item, ItemKind
from omroeper.domain.programme import Domain
from omroeper.rendering.ics import edition_calendar
from tests.samples import WHEN, edition

ZONE = ZoneInfo("Europe/Amsterdam")


def event(key: str, starts: datetime, ends: datetime | None = None, **more: str) -> Item:
    return Item(
        key=key,
        source="agenda",
        programme="sto",
        title=more.get("title", "Landelijke dag; met \u2018techniek\u2019, en meer"),
        text=more.get("text", "Regel een.\n\nRegel twee, die lang is. " + "woord " * 40),
        link="https://x.example/a?b=1",
        published=WHEN,
        retrieved=WHEN,
        kind=ItemKind.EVENT,
        starts=starts,
        ends=ends,
        place="Zwolle",
        flags=(CANCELLED,) if more.get("cancelled") else (),
    )


def with_agenda(*events: Item) -> Edition:
    entries = tuple(Entry(e, Section.AGENDA, "STO", Domain.FUNDEREND, "Binnenkort") for e in events)
    return replace(edition(), entries=entries)


def written(*events: Item) -> bytes:
    return edition_calendar(with_agenda(*events), name="Nieuws", domain="desk.example", zone=ZONE)


def test_summer_and_winter_come_back_as_the_same_moments() -> None:
    summer = datetime(2024, 10, 25, 10, tzinfo=ZONE)
    winter = datetime(2024, 11, 19, 10, tzinfo=ZONE)
    found = Calendar.from_ical(
        written(event("s", summer, summer + timedelta(hours=2)), event("w", winter))
    ).events
    assert [one.start for one in found] == [
        datetime(2024, 10, 25, 8, tzinfo=UTC),
        datetime(2024, 11, 19, 9, tzinfo=UTC),
    ]
    assert found[0].end == datetime(2024, 10, 25, 10, tzinfo=UTC)
    assert found[0]["UID"] == "s@desk.example"
    assert str(found[0]["SUMMARY"]) == "Landelijke dag; met \u2018techniek\u2019, en meer"


def test_days_are_days_with_the_day_after_the_last_as_their_end() -> None:
    first, last = datetime(2024, 11, 19, tzinfo=ZONE), datetime(2024, 11, 21, tzinfo=ZONE)
    one, more = Calendar.from_ical(written(event("1", first), event("2", first, last))).events
    assert (one.start, one.end) == (date(2024, 11, 19), date(2024, 11, 20))
    assert (more.start, more.end) == (date(2024, 11, 19), date(2024, 11, 22))


def test_the_bytes_are_the_same_each_time_folded_and_with_crlf() -> None:
    content = written(event("1", WHEN + timedelta(days=30)))
    assert content == written(event("1", WHEN + timedelta(days=30)))
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75


def test_a_cancelled_event_says_so() -> None:
    content = written(event("1", WHEN + timedelta(days=30), cancelled="ja"))
    assert b"STATUS:CANCELLED\r\n" in content
