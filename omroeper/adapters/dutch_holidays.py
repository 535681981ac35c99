"""Dutch holidays, from the library `holidays`."""

from datetime import date
from functools import cache

from holidays import OPTIONAL, PUBLIC, HolidayBase, country_holidays


def dutch_holiday(day: date) -> str:
    """The holiday on this day; empty when it is none. Fulfils domain.planning.HolidayOf.

    Goede Vrijdag counts (Algemene termijnenwet), and Bevrijdingsdag every year, not each fifth only:
    schools and government, who read and write the newsletter, are closed.
    """
    return _calendar().get(day, "")


@cache
def _calendar() -> HolidayBase:
    return country_holidays("NL", language="nl", categories=(PUBLIC, OPTIONAL))
