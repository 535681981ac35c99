"""Calendar: a year of a newsletter as it stands, and the team told when what is coming changed."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from omroeper.domain.calendar_check import calendar_findings
from omroeper.domain.calendar_row import CalendarRow
from omroeper.domain.issue import Issue
from omroeper.domain.letter import Letter
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.planning import HolidayOf
from omroeper.domain.team import Person
from omroeper.domain.theme import Theme
from omroeper.ports import Correspondent, EditionStore, TeamMailStore

TOLD = "calendar"
"""The kind under which is remembered who was told of which edition's days."""

_GONE = "gone"

Write = Callable[[Person, Sequence[Theme], Sequence[Issue]], Letter]
"""The mail to one person about the editions that are new or otherwise, and those that are gone."""


def calendar_year(
    newsroom: Newsroom, store: EditionStore, year: int, zone: tzinfo, holiday_of: HolidayOf
) -> tuple[CalendarRow, ...]:
    """Every month of the year with its own edition or none, and its special editions, as they are sent."""
    rows = []
    for number in range(1, 13):
        month = Month(year, number)
        themes = [theme for theme in newsroom.calendar.planned() if theme.month == month]
        if not any(not theme.slug for theme in themes):
            rows.append(CalendarRow(Issue(month), off=newsroom.calendar.months_off.get(month, "")))
        rows += [_row(theme, newsroom, store, zone, holiday_of) for theme in themes]
    return tuple(rows)


def _row(
    theme: Theme, newsroom: Newsroom, store: EditionStore, zone: tzinfo, holiday_of: HolidayOf
) -> CalendarRow:
    editors = newsroom.team.editors
    findings = calendar_findings(theme, theme.send_at, zone, holiday_of)
    return CalendarRow(
        issue=theme.issue,
        theme=theme,
        editor=_name(newsroom, theme.editor or (editors[0].id if editors else "")),
        guest_editor=_name(newsroom, theme.guest_editor),
        deputies=tuple(_name(newsroom, deputy) for deputy in theme.deputies),
        state=store.state(f"{newsroom.newsletter.id}-{theme.issue}"),
        holidays=tuple(_holidays(theme, zone, holiday_of)),
        remarks=tuple(f"{one.reason} {one.remedy}" for one in findings),
    )


def _name(newsroom: Newsroom, person: str) -> str:
    found = newsroom.team.get(person)
    return found.name if found else ""


def _holidays(theme: Theme, zone: tzinfo, holiday_of: HolidayOf) -> Iterator[tuple[date, str]]:
    """The holidays from the deadline up to and including the day it is sent."""
    last = theme.send_at.astimezone(zone).date()
    day = theme.deadline or last
    while day <= last:
        if name := holiday_of(day):
            yield day, name
        day += timedelta(days=1)


def coming(newsroom: Newsroom, after: datetime) -> tuple[Theme, ...]:
    """The editions that are sent after a moment, in order."""
    return tuple(theme for theme in newsroom.calendar.planned() if theme.send_at > after)


def tell_team(
    newsroom: Newsroom,
    store: TeamMailStore,
    correspondent: Correspondent,
    write: Write,
    now: datetime,
) -> dict[str, bool]:
    """Mail each of the team the coming editions that are new to them, otherwise or gone; once per change.

    Gives by the person's id whether it was sent; who knows everything already is not in it.
    """
    known = store.team_mails(TOLD)
    planned = {theme.issue: theme for theme in coming(newsroom, now)}
    marks = {issue: _mark(theme) for issue, theme in planned.items()}
    marks |= dict.fromkeys(_gone(newsroom, known, now), _GONE)
    told = {}
    for person in newsroom.team:
        changed = [
            issue
            for issue, mark in marks.items()
            if _is_news(known.get((_thing(newsroom, issue), person.id)), mark)
            and store.claim_team_mail(TOLD, _thing(newsroom, issue), person.id, mark=mark, at=now)
        ]
        if not changed:
            continue
        themes = [planned[issue] for issue in changed if issue in planned]
        gone = [issue for issue in changed if issue not in planned]
        told[person.id] = correspondent.write(person, write(person, themes, gone), now)
        if not told[person.id]:
            for issue in changed:
                store.give_back_team_mail(TOLD, _thing(newsroom, issue), person.id)
    return told


def _gone(
    newsroom: Newsroom, known: Mapping[tuple[str, str], str], now: datetime
) -> Iterator[Issue]:
    """The editions of this month and later that somebody was told of and the calendar has no more."""
    planned = {theme.issue for theme in newsroom.calendar.planned()}
    for thing in sorted({thing for thing, _ in known}):
        newsletter, _, name = thing.partition(":")
        issue = Issue.parse(name)
        if (
            newsletter == newsroom.newsletter.id
            and issue not in planned
            and issue.month >= Month.of(now.date())
        ):
            yield issue


def _is_news(known: str | None, mark: str) -> bool:
    """Whether a person's mark of an edition is another; of what is gone, only who knew of it hears."""
    return known != mark and not (known is None and mark == _GONE)


def _thing(newsroom: Newsroom, issue: Issue) -> str:
    return f"{newsroom.newsletter.id}:{issue}"


def _mark(theme: Theme) -> str:
    """Changes when somebody's calendar would show something else; SHA-256."""
    said = (theme.title, theme.deadline, theme.review_by, theme.send_at)
    return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()
