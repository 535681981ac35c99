"""iCalendar as it comes: recurring, moved and cancelled events, right over daylight saving."""

import http.server
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omroeper.adapters.calendars import MOST_OCCURRENCES, CalendarReader, parse_calendar
from omroeper.adapters.feeds.fetching import make_client
from omroeper.demo.local_server import LocalServer
from omroeper.domain.errors import SourceError
from omroeper.domain.item import CANCELLED, MOVED, Item, ItemKind
from omroeper.domain.source import Reading, Source, SourceKind, Validators

NOW = datetime(2024, 10, 15, 8, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")


def event(uid: str = "1", start: str = "DTSTART:20241105T090000Z", *lines: str) -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20241001T080000Z", start, *lines, "END:VEVENT"]
    )


def calendar(*events: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//NL", *([head] if head else [])]
    return "\r\n".join([*lines, *events, "END:VCALENDAR", ""]).encode()


class Site:
    """A real local server with one calendar."""

    def __init__(self) -> None:
        self.content = b""
        self.reader = CalendarReader(make_client(allow_private=True), ZONE)
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/calendar; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.content)

            def log_message(self, *_: object) -> None:
                return

        self.server = LocalServer(Handler)

    def read(self, content: bytes, known: Validators | None = None) -> Reading:
        self.content = content
        source = Source("agenda", "Agenda", SourceKind.CALENDAR, self.server.url, "sto")
        return self.reader.read(source, known or Validators(), NOW)

    def items(self, *events: str, head: str = "") -> list[Item]:
        return list(self.read(calendar(*events, head=head)).items)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with made.server:
        yield made


def moments(items: list[Item]) -> list[datetime]:
    return sorted(item.starts for item in items if item.starts)


def test_an_event_is_read_whole_and_as_plain_text(site: Site) -> None:
    (item,) = site.items(
        event(
            "1", "DTSTART;TZID=Europe/Amsterdam:20241119T100000",
            "DURATION:PT2H", "SUMMARY:Landelijke dag\\, sto", "LOCATION:Zwolle", "URL:https://x.example/a",
            "DESCRIPTION:<p>Kom <b>kijken</b>.</p><script>x()</script>",
        )
    )  # fmt: skip
    assert item.kind is ItemKind.EVENT
    assert (item.title, item.place, item.text) == ("Landelijke dag, sto", "Zwolle", "Kom kijken.")
    assert item.starts == datetime(2024, 11, 19, 9, tzinfo=UTC)
    assert item.ends == datetime(2024, 11, 19, 11, tzinfo=UTC)
    assert item.link == "https://x.example/a"


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Europe/Amsterdam:20241025T100000",
        "DTSTART;TZID=W. Europe Standard Time:20241025T100000",  # as Outlook writes it
        "DTSTART:20241025T100000",  # floating: the organisation's own time
    ],
)
def test_a_weekly_event_keeps_its_clock_time_over_the_end_of_summer_time(
    site: Site, start: str
) -> None:
    items = site.items(event("1", start, "SUMMARY:Overleg", "RRULE:FREQ=WEEKLY;COUNT=2"))
    assert moments(items) == [
        datetime(2024, 10, 25, 8, tzinfo=UTC),
        datetime(2024, 11, 1, 9, tzinfo=UTC),
    ]
    assert len({item.key for item in items}) == 2


def test_exceptions_extra_dates_and_a_moved_one(site: Site) -> None:
    items = site.items(
        event(
            "1", "DTSTART:20241101T090000Z", "SUMMARY:Overleg", "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE:20241108T090000Z", "RDATE:20241120T090000Z",
        ),
        event(
            "1", "DTSTART:20241116T130000Z", "SUMMARY:Overleg", "RECURRENCE-ID:20241115T090000Z"
        ),
    )  # fmt: skip
    assert [moment.strftime("%d %H") for moment in moments(items)] == ["01 09", "16 13", "20 09"]
    assert [item.flags for item in items if MOVED in item.flags] == [(MOVED,)]


def test_a_moved_event_keeps_its_identity(site: Site) -> None:
    (before,) = site.items(event("1", "DTSTART:20241105T090000Z", "SUMMARY:Dag"))
    (after,) = site.items(event("1", "DTSTART:20241112T090000Z", "SUMMARY:Dag", "SEQUENCE:1"))
    assert before.key == after.key
    assert before.digest != after.digest


@pytest.mark.parametrize("head", ["", "METHOD:CANCEL"])
def test_a_cancelled_event_is_kept_and_flagged(site: Site, head: str) -> None:
    lines = ["SUMMARY:Dag"] if head else ["SUMMARY:Dag", "STATUS:CANCELLED"]
    (item,) = site.items(event("1", "DTSTART;VALUE=DATE:20241119", *lines), head=head)
    assert item.flags == (CANCELLED,)
    assert item.starts == datetime(2024, 11, 18, 23, tzinfo=UTC)
    assert item.ends is None  # one whole day


def test_days_end_with_their_last_day(site: Site) -> None:
    (item,) = site.items(
        event("1", "DTSTART;VALUE=DATE:20241119", "DTEND;VALUE=DATE:20241122", "SUMMARY:Beurs")
    )
    assert item.ends == datetime(2024, 11, 20, 23, tzinfo=UTC)  # 21 November in the Netherlands


def test_a_series_without_end_is_bounded(site: Site) -> None:
    reading = site.read(
        calendar(event("1", "DTSTART:20200101T090000Z", "SUMMARY:X", "RRULE:FREQ=DAILY"))
    )
    assert len(reading.items) == MOST_OCCURRENCES
    assert any("recurs too often" in warning for warning in reading.warnings)
    assert moments(list(reading.items))[-1] > NOW


EACH_MINUTE = f"BYMINUTE={','.join(map(str, range(60)))}"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (
            event("2", "DTSTART:20241105T090000Z", "SUMMARY:Y", "RRULE:FREQ=SECONDLY"),
            "within a day",
        ),
        (
            event("2", "DTSTART:20241105T090000Z", "SUMMARY:Y", f"RRULE:FREQ=DAILY;{EACH_MINUTE}"),
            "more than 24 times a day",
        ),
        (
            event("2", "DTSTART:20241105T090000Z", "SUMMARY:Y", "RRULE:FREQ=DAILY;INTERVAL=0"),
            "no time at all",
        ),
        (
            event("2", "DTSTART:00010105T090000Z", "SUMMARY:Y", "RRULE:FREQ=DAILY"),
            "from before 1900",
        ),
        (event("2", "DTSTART:gisteren", "SUMMARY:Y"), "‘Y’ was left out"),
        (event("2", "X-NO-START:1", "SUMMARY:Y"), "‘Y’ was left out"),
        (event("2", "DTSTART:20241105T090000Z"), "no title"),
    ],
    ids=["secondly", "each minute", "no interval", "year 1", "no date", "no start", "no title"],
)
def test_a_broken_event_is_named_and_the_others_go_on(site: Site, broken: str, told: str) -> None:
    reading = site.read(calendar(event("1", "DTSTART:20241105T090000Z", "SUMMARY:Goed"), broken))
    assert [item.title for item in reading.items] == ["Goed"]
    assert any(told in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"<html></html>", "not_a_calendar"), (b"BEGIN:VCALENDAR\r\nX", "malformed")],
)
def test_what_is_no_calendar_is_named(site: Site, content: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        site.read(content)
    assert caught.value.reason == reason


def test_the_same_calendar_again_is_not_parsed(site: Site) -> None:
    content = calendar(event("1", "DTSTART:20241105T090000Z", "SUMMARY:Dag"))
    known = site.read(content).validators
    assert site.read(content, known).not_modified


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_calendar_or_a_named_reason(content: bytes) -> None:
    source = Source("agenda", "Agenda", SourceKind.CALENDAR, "https://x.example", "sto")
    try:
        reason = "" if parse_calendar(b"BEGIN:VCALENDAR\r\n" + content, source) else "none"
    except SourceError as error:
        reason = error.reason
    assert reason in {"", "none", "malformed", "not_a_calendar"}


def test_the_dates_of_a_series_share_it_and_a_reading_with_warnings_is_not_whole(
    site: Site,
) -> None:
    weekly = event("1", "DTSTART:20241101T090000Z", "SUMMARY:Overleg", "RRULE:FREQ=WEEKLY;COUNT=3")
    alone = event("2", "DTSTART:20241105T090000Z", "SUMMARY:Dag")
    reading = site.read(calendar(weekly, alone))
    assert reading.whole
    assert len({item.series for item in reading.items}) == 2
    assert [item.series for item in reading.items if item.title == "Dag"] == [""]
    broken = event("3", "DTSTART:gisteren", "SUMMARY:Y")
    assert not site.read(calendar(weekly, alone, broken)).whole
