"""An edition's agenda as an iCalendar file (RFC 5545); the same edition gives the same bytes."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from icalendar import Calendar, Event

from omroeper.domain.edition import Edition, Section
from omroeper.domain.item import CANCELLED, Item


def edition_calendar(edition: Edition, *, name: str, domain: str, zone: tzinfo) -> bytes:
    """The agenda's events: times in UTC, whole days as days. `domain` makes the UIDs unique."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Omroeper//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", name)
    for entry in edition.section(Section.AGENDA):
        if entry.item.starts is not None:
            calendar.add_component(_event(entry.item, entry.item.starts, edition, domain, zone))
    content: bytes = calendar.to_ical()
    return content


def _event(item: Item, starts: datetime, edition: Edition, domain: str, zone: tzinfo) -> Event:
    event = Event()
    event.add("UID", f"{item.key}@{domain}")
    event.add("DTSTAMP", edition.send_at.astimezone(UTC))
    event.add("SEQUENCE", item.revision - 1)
    event.add("SUMMARY", item.title)
    last = item.ends or starts
    if _is_day(starts, zone) and _is_day(last, zone):
        event.add("DTSTART", _day(starts, zone))
        event.add("DTEND", _day(last, zone) + timedelta(days=1))
    else:
        event.add("DTSTART", starts.astimezone(UTC))
        if item.ends is not None:
            event.add("DTEND", item.ends.astimezone(UTC))
    for field, value in (("LOCATION", item.place), ("DESCRIPTION", item.text), ("URL", item.link)):
        if value:
            event.add(field, value)
    event.add("STATUS", "CANCELLED" if CANCELLED in item.flags else "CONFIRMED")
    return event


def _is_day(moment: datetime, zone: tzinfo) -> bool:
    """A day without a time is kept as its first moment."""
    return moment.astimezone(zone).time() == time()


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
