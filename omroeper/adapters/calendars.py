"""iCalendar sources (RFC 5545): each event, and each occurrence of a recurring one, is an item.

Expansion is bounded in time and number; a rule that would take long to walk is refused.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import prod

import httpx
from icalendar import Calendar, Event

from omroeper.adapters.feeds.fetching import fetch
from omroeper.adapters.feeds.text import plain_line, plain_text, shortened
from omroeper.domain.errors import SourceError
from omroeper.domain.item import CANCELLED, MOVED, Item, ItemKind, item_key
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Reading, Source, Validators
from omroeper.domain.text import one_line

BACK = timedelta(days=800)
AHEAD = timedelta(days=400)
RECENT = timedelta(days=31)
MOST_OCCURRENCES = 120
"""Of one series; of a longer one those from a month ago on are kept."""
MOST_TIMES_A_DAY = 24
FIRST_YEAR = 1900
"""A series is walked from its start; one from year 1 takes seconds."""
_RULES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_CLOCK = ("HOUR", "MINUTE", "SECOND")


class CalendarReader:
    """Fulfils ports.SourceReader for SourceKind.CALENDAR. `zone` is for times without one."""

    def __init__(self, client: httpx.Client, zone: tzinfo) -> None:
        self._client = client
        self._zone = zone

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        """One visit; raises SourceError. An event that cannot be read is a warning."""
        fetched = fetch(self._client, source, validators)
        if fetched.content is None:
            return Reading(validators=fetched.validators, not_modified=True)
        warnings: list[str] = []
        items: dict[str, Item] = {}
        for calendar in parse_calendar(fetched.content, source):
            for item in _Events(calendar, source, self._zone, at, warnings).items():
                items.setdefault(item.key, item)
        return Reading(
            tuple(items.values()), fetched.validators, tuple(warnings), whole=not warnings
        )


def parse_calendar(content: bytes, source: Source) -> list[Calendar]:
    """The calendars in a document; raises SourceError not_a_calendar or malformed."""
    remedy = "Check the address; it must give a file that starts with BEGIN:VCALENDAR."
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise SourceError("not_a_calendar", "it is no calendar", source=source.id, remedy=remedy)
    try:
        text = content.decode("utf-8-sig", errors="replace").lstrip()
        found = Calendar.from_ical(text, multiple=True)
    except Exception as cause:  # whatever the parser makes of foreign bytes
        problem = f"it is not well-formed ({one_line(str(cause))[:120]})"
        raise SourceError("malformed", problem, source=source.id, remedy=remedy) from cause
    return [calendar for calendar in found if isinstance(calendar, Calendar)]


class _Events:
    """The items of one calendar."""

    def __init__(
        self, calendar: Calendar, source: Source, zone: tzinfo, at: datetime, warnings: list[str]
    ) -> None:
        self._calendar = calendar
        self._source = source
        self._zone = zone
        self._at = at
        self._warnings = warnings
        self._all_cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"

    def items(self) -> Iterator[Item]:
        for uid, events in self._series().items():
            name = f"‘{one_line(str(events[0].get('SUMMARY', uid)))[:90]}’"
            try:
                yield from self._occurrences(uid, events, name)
            except Exception as cause:  # one broken event, the others go on
                told = one_line(str(cause))[:120] or type(cause).__name__
                self._warnings.append(f"{name} was left out: {told}")

    def _series(self) -> dict[str, list[Event]]:
        """The events by UID; one without a UID is told apart by title and start."""
        series: dict[str, list[Event]] = defaultdict(list)
        for event in self._calendar.events:
            start = event.get("DTSTART")
            fallback = f"{event.get('SUMMARY', '')} {start.to_ical() if start else ''}"
            series[str(event.get("UID") or fallback)].append(event)
        return series

    def _occurrences(self, uid: str, events: list[Event], name: str) -> Iterator[Item]:
        import recurring_ical_events

        self._require_slow_rules(events)
        alone = Calendar()
        for part in self._calendar.subcomponents:
            if part.name == "VTIMEZONE":
                alone.add_component(part)
        if "X-WR-TIMEZONE" in self._calendar:
            alone.add("X-WR-TIMEZONE", self._calendar["X-WR-TIMEZONE"])
        for event in events:
            alone.add_component(event)
        found = recurring_ical_events.of(alone).between(self._at - BACK, self._at + AHEAD)
        if len(found) > MOST_OCCURRENCES:
            recent = [one for one in found if self._moment(one.start) >= self._at - RECENT]
            found = sorted(recent, key=lambda one: self._moment(one.start))[:MOST_OCCURRENCES]
            self._warnings.append(f"{name} recurs too often; {len(found)} of its dates were read")
        recurs = any(name in event for event in events for name in ("RRULE", "RDATE"))
        for one in found:
            yield self._item(one, uid, recurs=recurs)

    def _require_slow_rules(self, events: list[Event]) -> None:
        for event in events:
            rules = event.get("RRULE", [])
            for rule in rules if isinstance(rules, list) else [rules]:
                if not set(rule.get("FREQ", [])) <= _RULES:
                    raise ValueError("it repeats within a day")
                if min(rule.get("INTERVAL", [1])) < 1:
                    raise ValueError("it repeats after no time at all")
                times = prod(len(rule.get(f"BY{unit}", [0])) for unit in _CLOCK)
                if times > MOST_TIMES_A_DAY:
                    raise ValueError(f"it repeats more than {MOST_TIMES_A_DAY} times a day")
            if rules and event.start.year < FIRST_YEAR:
                raise ValueError(f"it repeats from before {FIRST_YEAR}")

    def _item(self, event: Event, uid: str, *, recurs: bool) -> Item:
        title = plain_line(str(event.get("SUMMARY", "")))
        if not title:
            raise ValueError("it has no title")
        starts, ends = self._moment(event.start), self._last(event)
        planned = _day(event, "RECURRENCE-ID") or event.start
        identity = f"uid:{uid}" + (f" {self._moment(planned).isoformat()}" if recurs else "")
        link = str(event.get("URL", "")).strip()
        return Item(
            key=item_key(self._source.id, identity),
            source=self._source.id,
            programme=self._source.programme,
            title=title,
            text=shortened(plain_text(str(event.get("DESCRIPTION", "")))),
            link=link if is_web_address(link) else "",
            published=self._published(event),
            retrieved=self._at,
            kind=ItemKind.EVENT,
            starts=starts,
            ends=ends if ends > starts else None,
            place=one_line(str(event.get("LOCATION", ""))),
            language=self._source.language,
            series=item_key(self._source.id, f"uid:{uid}") if recurs else "",
            flags=self._flags(event, moved=self._moment(planned) != starts),
        )

    def _flags(self, event: Event, *, moved: bool) -> tuple[str, ...]:
        if self._all_cancelled or str(event.get("STATUS", "")).upper() == "CANCELLED":
            return (CANCELLED,)
        return (MOVED,) if moved else ()

    def _last(self, event: Event) -> datetime:
        """The end; of an all-day event the first moment of its last day (DTEND is the day after)."""
        end = event.end
        if not isinstance(end, datetime):
            end -= timedelta(days=1)
        return self._moment(end)

    def _moment(self, given: date | datetime) -> datetime:
        """In UTC. A day is its first moment; a time without zone is the organisation's."""
        moment = given if isinstance(given, datetime) else datetime.combine(given, time())
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC)

    def _published(self, event: Event) -> datetime:
        for name in ("LAST-MODIFIED", "CREATED", "DTSTAMP"):
            if given := _day(event, name):
                return min(self._moment(given), self._at)
        return self._at


def _day(event: Event, name: str) -> date | datetime | None:
    """The day or moment of a property, if it has one."""
    given = getattr(event.get(name), "dt", None)
    return given if isinstance(given, date) else None
