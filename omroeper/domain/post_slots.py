"""When posts go out: one a working day, at the same clock time, and none beside another."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from omroeper.domain.planning import HolidayOf, clock_moment
from omroeper.domain.post_check import APART, FIRST_HOUR, LAST_HOUR

USUAL_HOUR = time(10)
TO_DECIDE = timedelta(hours=1)
"""What an editor has at least to decide on a post that is proposed."""
_QUARTER = timedelta(minutes=15)


def first_moment(wanted: datetime, now: datetime, zone: tzinfo, day_off: HolidayOf) -> datetime:
    """The wanted moment, or the first quarter of an hour that leaves time to decide, while people
    are at work; else the usual hour of the next working day."""
    earliest = now + TO_DECIDE
    moment = wanted if wanted >= earliest else _whole_quarter(earliest)
    local = moment.astimezone(zone)
    if FIRST_HOUR <= local.hour < LAST_HOUR and not day_off(local.date()):
        return moment
    day = local.date() if local.hour < FIRST_HOUR else local.date() + timedelta(days=1)
    return clock_moment(_work_day(day, day_off), USUAL_HOUR, zone)


def moments_from(
    first: datetime, taken: Collection[datetime], zone: tzinfo, day_off: HolidayOf
) -> Iterator[datetime]:
    """This moment, and then the same clock time of each working day, without end; what is less than
    four hours from a moment that is taken is passed over."""
    local = first.astimezone(zone)
    day, hour = local.date(), local.time().replace(tzinfo=None)
    while True:
        moment = clock_moment(day, hour, zone)
        if all(abs(moment - other) >= APART for other in taken):
            yield moment
        day = _work_day(day + timedelta(days=1), day_off)


def _work_day(day: date, day_off: HolidayOf) -> date:
    while day_off(day):
        day += timedelta(days=1)
    return day


def _whole_quarter(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second,
                     microseconds=moment.microsecond)  # fmt: skip
    return moment + (_QUARTER - over if over else timedelta())
