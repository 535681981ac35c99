"""A language as readers see it: its words around the content, and how it writes dates (CLDR, by Babel)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from babel.dates import format_date, format_time


@dataclass(frozen=True, slots=True)
class DateForms:
    """How a language writes days and moments: Dutch, unless its file under templates/phrases/ differs.

    Patterns are those of Unicode TR 35. `joined` stands between two days that follow each other,
    `through` between days further apart, `until` before the last day of what starts at a time.
    """

    locale: str = "nl_NL"
    day_pattern: str = "d MMMM y"
    weekday_pattern: str = "EEEE d MMMM y"
    clock_pattern: str = "HH.mm 'uur'"
    joined: str = "en"
    through: str = "t/m"
    until: str = "tot en met"

    def day(self, day: date) -> str:
        """`15 oktober 2024`."""
        return format_date(day, self.day_pattern, locale=self.locale)

    def weekday(self, day: date) -> str:
        """`dinsdag 15 oktober 2024`."""
        return format_date(day, self.weekday_pattern, locale=self.locale)

    def month(self, day: date) -> str:
        """`oktober 2024`."""
        return format_date(day, "MMMM y", locale=self.locale)

    def month_short(self, day: date) -> str:
        """`okt`, without a full stop."""
        return format_date(day, "MMM", locale=self.locale).rstrip(".")

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """`dinsdag 19 november 2024, 10.00 uur`; a first moment of the day is the day alone."""
        local = moment.astimezone(zone)
        if (local.hour, local.minute) == (0, 0):
            return self.weekday(local.date())
        clock = format_time(local, self.clock_pattern, locale=self.locale)
        return f"{self.weekday(local.date())}, {clock}"

    def span(self, starts: datetime, ends: datetime | None, zone: tzinfo) -> str:
        """From when until when: `19 t/m 21 november 2024`; with a time its first moment and last day.

        One day, or an end at the midnight after it, is told as its start alone.
        """
        first = starts.astimezone(zone)
        last = ends.astimezone(zone) if ends else first
        whole = first.time() == last.time() == time()
        if last.time() == time() and not whole:
            last -= timedelta(minutes=1)
        if last.date() <= first.date():
            return self.moment(starts, zone)
        if not whole:
            return f"{self.moment(starts, zone)} {self.until} {self.weekday(last.date())}"
        apart = (last.date() - first.date()).days
        same_month = (first.year, first.month) == (last.year, last.month)
        pattern = "d" if same_month else "d MMMM" if first.year == last.year else self.day_pattern
        joined = self.joined if apart == 1 else self.through
        return f"{format_date(first, pattern, locale=self.locale)} {joined} {self.day(last.date())}"


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: how it writes dates, what the templates call its words, and the work domains' names.

    Without words it is the Dutch of drafts from before the words stood apart from the templates.
    """

    dates: DateForms = field(default_factory=DateForms)
    words: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
