"""Events that come back: on the same weekday each week, every two weeks, or each month."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum


class Every(StrEnum):
    """How often; a month keeps the weekday and its number: the second Tuesday stays the second."""

    WEEK = "week"
    TWO_WEEKS = "2 weken"
    MONTH = "maand"


def days_of(first: date, every: Every, until: date) -> Iterator[date]:
    """The days from `first` up to and including `until`; a fifth weekday is the last of a month."""
    if every is Every.MONTH:
        yield from _months(first, until)
        return
    step = timedelta(weeks=1 if every is Every.WEEK else 2)
    day = first
    while day <= until:
        yield day
        day += step


def _months(first: date, until: date) -> Iterator[date]:
    number = (first.day - 1) // 7
    year, month, day = first.year, first.month, first
    while day <= until:
        yield day
        year, month = year + month // 12, month % 12 + 1
        day = nth_weekday(year, month, first.weekday(), number)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The weekday (Monday is 0) with this number (from 0); the last one where there is no fifth."""
    start, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - start) % 7, length + 1, 7)
    return date(year, month, days[min(number, len(days) - 1)])
