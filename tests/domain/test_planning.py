"""Days by rule, days off, and clock times over both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.domain.errors import InvalidValue
from omroeper.domain.month import Month
from omroeper.domain.planning import (
    DayRule,
    clock_moment,
    day_off,
    working_day,
    working_days_before,
)

ZONE = ZoneInfo("Europe/Amsterdam")
CHRISTMAS = date(2026, 12, 25)


def holiday(day: date) -> str:
    return {CHRISTMAS: "Eerste kerstdag"}.get(day, "")


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("tweede dinsdag 10:00", date(2026, 12, 8)),
        ("Eerste  Dinsdag 9.30", date(2026, 12, 1)),
        ("laatste donderdag 9:30", date(2026, 12, 31)),
        ("vierde donderdag 9:30", date(2026, 12, 24)),
    ],
)
def test_a_rule_gives_the_day_of_each_month(rule: str, day: date) -> None:
    assert DayRule.parse(rule).day(Month(2026, 12)) == day


def test_a_rule_has_its_hour() -> None:
    assert DayRule.parse("laatste donderdag 9:30").hour == time(9, 30)


@pytest.mark.parametrize(
    "rule", ["second Tuesday 10:00", "tweede dinsdag", "tweede dinsdag 24:00", ""]
)
def test_another_text_is_no_rule(rule: str) -> None:
    with pytest.raises(InvalidValue, match="tweede dinsdag 10:00"):
        DayRule.parse(rule)


def test_a_day_off_has_its_reason() -> None:
    assert day_off(CHRISTMAS, holiday) == "Eerste kerstdag"
    assert day_off(date(2026, 12, 26), holiday) == "zaterdag"
    assert day_off(date(2026, 12, 24), holiday) == ""


def test_the_next_and_the_previous_working_day() -> None:
    assert working_day(CHRISTMAS, holiday, 1) == date(2026, 12, 28)
    assert working_day(CHRISTMAS, holiday, -1) == date(2026, 12, 24)
    assert working_day(date(2026, 12, 24), holiday, 1) == date(2026, 12, 24)


def test_working_days_are_counted_without_what_is_off() -> None:
    assert working_days_before(date(2026, 12, 29), 1, holiday) == date(2026, 12, 28)
    assert working_days_before(date(2026, 12, 29), 2, holiday) == date(2026, 12, 24)
    assert working_days_before(date(2026, 12, 29), 0, holiday) == date(2026, 12, 29)


def test_a_clock_time_that_is_skipped_in_spring_is_refused() -> None:
    spring = date(2026, 3, 29)
    for skipped in (time(2), time(2, 30), time(2, 59)):
        with pytest.raises(InvalidValue, match="the clock goes forward"):
            clock_moment(spring, skipped, ZONE)
    before, after = clock_moment(spring, time(1, 59), ZONE), clock_moment(spring, time(3), ZONE)
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(minutes=1)


def test_of_an_hour_that_is_there_twice_in_autumn_the_first_is_meant() -> None:
    twice = clock_moment(date(2026, 10, 25), time(2, 30), ZONE)
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock_moment(date(2026, 10, 25), time(3), ZONE).astimezone(UTC).hour == 2
