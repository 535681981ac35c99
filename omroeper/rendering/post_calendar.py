"""The content calendar as rows and lines for people (Dutch)."""

from collections.abc import Iterator
from datetime import tzinfo
from itertools import groupby

from omroeper.domain.planning import named_day
from omroeper.domain.post import Post
from omroeper.domain.post_calendar import PostCalendar, PostWeek
from omroeper.domain.post_check import post_title
from omroeper.domain.post_share import PostShare

POST_HEADER = ("wanneer", "programma", "bericht", "soort", "stand", "kenmerk")
SHARE_HEADER = ("programma", "vier weken", "dit jaar", "")
_NOTHING = "·"


def week_header(calendar: PostCalendar) -> tuple[str, ...]:
    return ("programma", *(f"wk {one.monday.isocalendar().week}" for one in calendar.weeks))


def week_rows(calendar: PostCalendar) -> list[tuple[str, ...]]:
    """How many posts each programme has in each week; only those with any, and then all together."""
    rows = [
        (
            name or programme,
            *(str(calendar.count(programme, week) or _NOTHING) for week in calendar.weeks),
        )
        for programme, name in calendar.programmes.items()
        if any(calendar.count(programme, week) for week in calendar.weeks)
    ]
    totals = ("samen", *(str(len(week.posts) or _NOTHING) for week in calendar.weeks))
    return [*rows, totals]


def post_rows(calendar: PostCalendar, zone: tzinfo) -> list[tuple[str, ...]]:
    """Every post in its order."""
    return [
        (
            _moment(post, zone),
            calendar.programmes.get(post.programme) or post.programme,
            post_title(post),
            post.kind.dutch,
            post.state.dutch,
            post.id,
        )
        for week in calendar.weeks
        for post in week.posts
    ]


def share_rows(calendar: PostCalendar) -> list[tuple[str, ...]]:
    """The part of each programme that posted, of four weeks and of the year."""
    by_programme = {one.programme: one for one in calendar.four_weeks}
    return [
        (
            calendar.programmes.get(one.programme) or one.programme,
            _part(by_programme.get(one.programme)),
            _part(one),
            _remark(by_programme.get(one.programme)),
        )
        for one in calendar.year
        if one.count
    ]


def calendar_notes(calendar: PostCalendar, zone: tzinfo) -> Iterator[str]:
    """What to look at: empty weeks, collisions, days off, and who has too much."""
    for first, last in _stretches(calendar):
        name = first.name if first == last else f"{first.name} tot en met {last.name}"
        yield f"{name}: er staat niets gepland."
    for one, other in calendar.collisions:
        yield (
            f"‘{post_title(one)}’ ({_moment(one, zone)}) en ‘{post_title(other)}’ "
            f"({_moment(other, zone)}) staan minder dan 4 uur van elkaar."
        )
    for week in calendar.weeks:
        for day, name in week.holidays:
            yield f"{named_day(day)} is een vrije dag: {name}."
        for post, why in week.off:
            yield f"‘{post_title(post)}’ staat op een vrije dag ({why})."
    for share in calendar.four_weeks:
        if share.over:
            name = calendar.programmes.get(share.programme) or share.programme
            yield (
                f"{name} heeft {share.count} van de {share.total} berichten van vier weken; zijn deel "
                f"is {share.allowed}."
            )
    silent = sorted(calendar.programmes.get(one.programme) or one.programme
                    for one in calendar.year if not one.count)  # fmt: skip
    if silent:
        yield f"Dit jaar nog niets van: {', '.join(silent)}."


def _stretches(calendar: PostCalendar) -> Iterator[tuple[PostWeek, PostWeek]]:
    """The first and last week of each run of weeks without a post."""
    for gap, weeks in groupby(calendar.weeks, key=lambda week: week.is_gap):
        if gap:
            found = list(weeks)
            yield found[0], found[-1]


def _moment(post: Post, zone: tzinfo) -> str:
    local = post.planned.astimezone(zone)
    return f"{named_day(local.date())} {local:%H.%M}"


def _part(share: PostShare | None) -> str:
    if share is None or not share.total:
        return _NOTHING
    return f"{share.count} van {share.total} ({share.part:.0%})"


def _remark(share: PostShare | None) -> str:
    return f"meer dan zijn deel ({share.allowed})" if share is not None and share.over else ""
