"""The team's days as an iCalendar file (RFC 5545): deadline, review and sending of each edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from omroeper.domain.theme import Theme
from omroeper.rendering import dutch

_NINE_THE_DAY_BEFORE = timedelta(hours=-15)  # a whole day starts at midnight
_DAY_BEFORE = timedelta(days=-1)
_HOUR_BEFORE = timedelta(hours=-1)


@dataclass(frozen=True, slots=True)
class _Day:
    kind: str
    summary: str
    at: date | datetime
    todo: str
    warn: timedelta


def team_calendar(
    themes: Sequence[Theme], *, newsletter: str, name: str, domain: str, stamp: datetime
) -> bytes:
    """Three events an edition, with the same UIDs each time; moments in UTC, the deadline as a day.

    `stamp` is when the file is made: of two files with one event, the later one holds (RFC 5546 2.1.5).
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Omroeper//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", f"Redactie {name}")
    calendar.add("REFRESH-INTERVAL", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for theme in themes:
        for day in _days(theme):
            uid = f"{newsletter}-{theme.issue}-{day.kind}@{domain}"
            calendar.add_component(_event(day, uid, stamp))
    content: bytes = calendar.to_ical()
    return content


def _days(theme: Theme) -> Iterator[_Day]:
    month = dutch.month_text(theme.month.first_day)
    what = f"nieuwsbrief {month}" + (f" (extra: {theme.title})" if theme.slug else "")
    about = f"Thema: {theme.title}."
    if theme.deadline is not None:
        todo = (
            f"{about} Vandaag is de laatste dag om nieuws en agenda aan te leveren, met het formulier "
            "‘bijdrage’ of een bestand in content/updates."
        )
        yield _Day("inleveren", f"Inleveren: {what}", theme.deadline, todo, _NINE_THE_DAY_BEFORE)
    if theme.review_by is not None:
        todo = (
            f"{about} Dan heeft de redactie besloten: open de wachtende run van newsletter in de "
            "Prefect UI, bekijk het concept en keur het goed of vraag wijzigingen."
        )
        yield _Day("beoordelen", f"Beoordelen: {what}", theme.review_by, todo, _DAY_BEFORE)
    todo = f"{about} Na een goedkeuring gaat de mail op dit moment uit. Zonder besluit gaat er niets uit."
    yield _Day("verzenden", f"Verzenden: {what}", theme.send_at, todo, _HOUR_BEFORE)


def _event(day: _Day, uid: str, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("SUMMARY", day.summary)
    event.add("DTSTART", day.at.astimezone(UTC) if isinstance(day.at, datetime) else day.at)
    event.add("DESCRIPTION", day.todo)
    event.add("TRANSP", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", day.summary)
    alarm.add("TRIGGER", day.warn)
    event.add_component(alarm)
    return event
