"""Days and moments of the calendar: rules such as the second Tuesday, days off, and clock times.

Which days are holidays is asked of a function that is handed in.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from omroeper.domain.errors import InvalidValue
from omroeper.domain.month import Month
from omroeper.domain.recurrence import nth_weekday

HolidayOf = Callable[[date], str]
"""The Dutch name of the holiday on a day; empty when it is none."""

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_NUMBERS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 5}
_RULE = re.compile(rf"({'|'.join(_NUMBERS)}) ({'|'.join(WEEKDAYS)}) (\d{{1,2}})[:.](\d\d)")


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day and hour of each month: the `number`th (5 is the last) `weekday` (Monday is 0)."""

    number: int
    weekday: int
    hour: time

    @classmethod
    def parse(cls, text: str) -> "DayRule":
        """Read `tweede dinsdag 10:00`; raise InvalidValue for anything else."""
        match = _RULE.fullmatch(" ".join(text.casefold().split()))
        if match is None or int(match[3]) > 23 or int(match[4]) > 59:
            raise InvalidValue(
                f"‘{text}’ is no rule for a day",
                remedy="Write it as ‘tweede dinsdag 10:00’ or ‘laatste donderdag 9:30’.",
            )
        hour = time(int(match[3]), int(match[4]))
        return cls(_NUMBERS[match[1]], WEEKDAYS.index(match[2]), hour)

    def day(self, month: Month) -> date:
        return nth_weekday(month.year, month.number, self.weekday, self.number - 1)


@dataclass(frozen=True, slots=True)
class Planning:
    """What holds where the calendar says nothing else; day counts are working days.

    `deadline_days` and `review_days` count back from the send day, `chase_days` from the deadline.
    """

    send: DayRule = DayRule(2, 1, time(10))
    deadline_days: int = 7
    review_days: int = 1
    review_hour: time = time(12)
    chase_days: int = 5


def day_off(day: date, holiday_of: HolidayOf) -> str:
    """Why nobody works on this day (Dutch): a holiday by name or the weekend; empty on a working day."""
    return holiday_of(day) or (WEEKDAYS[day.weekday()] if day.weekday() >= 5 else "")


def working_day(day: date, holiday_of: HolidayOf, step: int) -> date:
    """This day, or the first working day after it (`step` 1) or before it (-1)."""
    while day_off(day, holiday_of):
        day += timedelta(days=step)
    return day


def working_days_before(day: date, count: int, holiday_of: HolidayOf) -> date:
    """The day so many working days before this one; with 0 the day itself."""
    for _ in range(count):
        day = working_day(day - timedelta(days=1), holiday_of, -1)
    return day


def clock_moment(day: date, hour: time, zone: tzinfo) -> datetime:
    """The moment of a clock time; raises InvalidValue when the clock skips it in spring.

    In autumn the hour from 2:00 is there twice; the first one, still summer time, is meant.
    """
    moment = datetime.combine(day, hour, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise InvalidValue(
            f"{day} {hour:%H:%M} does not exist: the clock goes forward then",
            remedy="Choose a time before 2:00 or from 3:00 on.",
        )
    return moment


def named_day(day: date) -> str:
    """A day as the editor reads it: `dinsdag 15-10-2024`."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d-%m-%Y}"
