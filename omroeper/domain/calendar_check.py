"""What an editor should know of an edition's days: which is a day off, and what was moved for one."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from omroeper.domain.finding import Finding, Level
from omroeper.domain.planning import HolidayOf, day_off, named_day, working_day
from omroeper.domain.theme import Theme

_DAY = timedelta(days=1)


def calendar_findings(
    theme: Theme | None, send_at: datetime, zone: tzinfo, holiday_of: HolidayOf
) -> Iterator[Finding]:
    """Warnings about the days of one edition; nothing is changed for them."""
    days = {"De verzending": send_at.astimezone(zone).date()}
    if theme is not None and theme.review_by is not None:
        days["De beoordeling"] = theme.review_by.astimezone(zone).date()
    if theme is not None and theme.deadline is not None:
        days["Het inleveren"] = theme.deadline
    for what, day in days.items():
        why = day_off(day, holiday_of)
        if why:
            yield _warning("vrije-dag", _told(what, day, why), _near(day, holiday_of))
    if theme is not None and theme.moved and theme.send_at == send_at:
        yield _warning("verplaatst", theme.moved, "Past dat niet, zet dan een dag in de kalender.")


def _told(what: str, day: date, why: str) -> str:
    weekend = why == named_day(day).partition(" ")[0]
    return f"{what} valt op {named_day(day)}" + ("." if weekend else f", een vrije dag ({why}).")


def _near(day: date, holiday_of: HolidayOf) -> str:
    before = working_day(day - _DAY, holiday_of, -1)
    after = working_day(day + _DAY, holiday_of, 1)
    return f"De werkdagen ernaast zijn {named_day(before)} en {named_day(after)}."


def _warning(code: str, reason: str, remedy: str) -> Finding:
    return Finding(Level.WARNING, code, "Kalender", reason, remedy)
