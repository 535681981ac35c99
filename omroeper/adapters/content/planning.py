"""The moments of an edition: as written, or by the newsletter's rules where nothing is."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from typing import Annotated

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, Parsed, Place
from omroeper.domain.errors import InvalidValue
from omroeper.domain.month import Month
from omroeper.domain.planning import (
    DayRule,
    HolidayOf,
    Planning,
    clock_moment,
    day_off,
    named_day,
    working_day,
    working_days_before,
)

_Days = Annotated[int, Field(ge=0, le=60)]


class PlanningFields(Document):
    """`planning:` of a newsletter, or of a year's calendar on top of it."""

    send: Line | None = None
    deadline_days: _Days | None = None
    review_days: _Days | None = None
    review_hour: time | None = None
    chase_days: _Days | None = None


class Moments(Document):
    """An edition's moments as its file has them; what is left out follows from the rules."""

    send_at: datetime | None = None
    deadline: date | None = None
    review_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """What a calendar is planned with."""

    planning: Planning
    zone: tzinfo
    holiday_of: HolidayOf


@dataclass(frozen=True, slots=True)
class Planned:
    """The moments of one edition, and what was moved for a day off (Dutch)."""

    send_at: datetime
    deadline: date
    review_by: datetime
    moved: str = ""


def planning_with(given: PlanningFields, usual: Planning, parsed: Parsed) -> Planning:
    """The usual rules with these on top; raises ContentError for a rule that is none."""
    changes = {name: value for name, value in given if value is not None and name != "send"}
    if given.send is not None:
        try:
            changes["send"] = DayRule.parse(given.send)
        except InvalidValue as cause:
            raise parsed.error(("planning", "send"), cause.problem, cause.remedy) from cause
    return replace(usual, **changes)


def plan(one: Moments, month: Month, days: Days, parsed: Parsed, place: Place) -> Planned:
    """When an edition is sent, decided on and closed for contributions; raises ContentError.

    A day by rule is always a working day: sending moves forward, the days before it are counted in
    working days. A day that is written stands as it is written.
    """
    send_at, moved = _sending(one, month, days, parsed, place)
    day, rules = send_at.astimezone(days.zone).date(), days.planning
    deadline = one.deadline or working_days_before(day, rules.deadline_days, days.holiday_of)
    if one.review_by is not None:
        review_by = _moment(one.review_by, days.zone, parsed, (*place, "review_by"))
    else:
        before = working_days_before(day, rules.review_days, days.holiday_of)
        review_by = _moment(
            datetime.combine(before, rules.review_hour), days.zone, parsed, (*place, "review_by")
        )
    _require_order(Planned(send_at, deadline, review_by), days.zone, parsed, place)
    return Planned(send_at, deadline, review_by, moved)


def _sending(
    one: Moments, month: Month, days: Days, parsed: Parsed, place: Place
) -> tuple[datetime, str]:
    if one.send_at is not None:
        return _moment(one.send_at, days.zone, parsed, (*place, "send_at")), ""
    rule = days.planning.send
    by_rule = rule.day(month)
    day = working_day(by_rule, days.holiday_of, 1)
    moment = _moment(datetime.combine(day, rule.hour), days.zone, parsed, (*place, "send_at"))
    if day == by_rule:
        return moment, ""
    why = day_off(by_rule, days.holiday_of)
    return moment, (
        f"Volgens de regel was de verzending op {named_day(by_rule)}, maar dat is een vrije dag "
        f"({why}). Het is {named_day(day)} geworden."
    )


def _moment(given: datetime, zone: tzinfo, parsed: Parsed, place: Place) -> datetime:
    if given.tzinfo is not None:
        raise parsed.error(
            place, "this has a zone of its own", "Write the Dutch clock time: 2024-10-15 10:00."
        )
    try:
        return clock_moment(given.date(), given.time(), zone)
    except InvalidValue as cause:
        raise parsed.error(place, cause.problem, cause.remedy) from cause


def _require_order(found: Planned, zone: tzinfo, parsed: Parsed, place: Place) -> None:
    review = found.review_by.astimezone(zone)
    if found.review_by > found.send_at:
        raise parsed.error(
            (*place, "review_by"),
            f"the review ({review:%Y-%m-%d %H:%M}) ends after the newsletter is sent "
            f"({found.send_at.astimezone(zone):%Y-%m-%d %H:%M})",
            "Give ‘review_by’ an earlier moment, or ‘send_at’ a later one.",
        )
    if found.deadline > review.date():
        raise parsed.error(
            (*place, "deadline"),
            f"the deadline ({found.deadline}) comes after the review ({review:%Y-%m-%d %H:%M})",
            "Give ‘deadline’ an earlier day, or ‘review_by’ a later moment.",
        )
