"""The content calendar: weeks by programmes, with what is empty, what collides and who has how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from omroeper.domain.planning import HolidayOf, day_off
from omroeper.domain.post import Post
from omroeper.domain.post_check import APART
from omroeper.domain.post_share import PostShare, counted, four_weeks_to, shares_of
from omroeper.domain.programme import Programmes

WEEK = timedelta(days=7)
MOST_WEEKS = 60


@dataclass(frozen=True, slots=True)
class PostWeek:
    """A week from its Monday. `holidays` are by day; `off` are its posts on a day off, with why."""

    monday: date
    posts: tuple[Post, ...]
    holidays: tuple[tuple[date, str], ...]
    off: tuple[tuple[Post, str], ...]

    @property
    def name(self) -> str:
        """As in `2024 week 41` (ISO 8601)."""
        year, week, _ = self.monday.isocalendar()
        return f"{year} week {week}"

    @property
    def is_gap(self) -> bool:
        """Whether people work in it and nothing is planned."""
        return not self.posts and len(self.holidays) < 5


@dataclass(frozen=True, slots=True)
class PostCalendar:
    """`programmes` are those with posts or weight, by id → name. Shares are of the four weeks up to
    the end of this week, and of the year that the calendar begins in."""

    weeks: tuple[PostWeek, ...]
    programmes: Mapping[str, str]
    collisions: tuple[tuple[Post, Post], ...]
    four_weeks: tuple[PostShare, ...]
    year: tuple[PostShare, ...]

    @property
    def gaps(self) -> tuple[PostWeek, ...]:
        return tuple(week for week in self.weeks if week.is_gap)

    def count(self, programme: str, week: PostWeek) -> int:
        return sum(post.programme == programme for post in week.posts)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def post_calendar(
    posts: Sequence[Post],
    programmes: Programmes,
    weights: Mapping[str, int],
    first: date,
    weeks: int,
    *,
    today: date,
    zone: tzinfo,
    holiday_of: HolidayOf,
) -> PostCalendar:
    """So many weeks from the one of `first`; posts that will not be placed are left out."""
    there = sorted(counted(posts), key=lambda one: (one.planned, one.id))
    start = monday_of(first)
    shown = tuple(
        _week(start + number * WEEK, there, zone, holiday_of)
        for number in range(min(weeks, MOST_WEEKS))
    )
    end = datetime.combine(monday_of(today) + WEEK, datetime.min.time(), zone)
    this_year = [one for one in there if one.planned.astimezone(zone).year == first.year]
    seen = {post.programme for week in shown for post in week.posts} | {
        one.programme for one in this_year
    }
    names = {one.id: one.name for one in programmes if one.id in seen or one.id in weights}
    return PostCalendar(
        shown,
        {**dict.fromkeys(sorted(seen - set(names)), ""), **names},
        tuple(_collisions(there, shown)),
        shares_of(four_weeks_to(there, end), weights),
        shares_of(this_year, weights),
    )


def _week(monday: date, posts: Sequence[Post], zone: tzinfo, holiday_of: HolidayOf) -> PostWeek:
    days = tuple(monday + timedelta(days=number) for number in range(7))
    own = tuple(post for post in posts if post.planned.astimezone(zone).date() in days)
    off = [(post, day_off(post.planned.astimezone(zone).date(), holiday_of)) for post in own]
    return PostWeek(
        monday,
        own,
        tuple((day, name) for day in days[:5] if (name := holiday_of(day))),
        tuple((post, why) for post, why in off if why),
    )


def _collisions(posts: Sequence[Post], weeks: Sequence[PostWeek]) -> Iterator[tuple[Post, Post]]:
    shown = {post.id for week in weeks for post in week.posts}
    for page in sorted({post.page for post in posts}):
        for one, other in pairwise([post for post in posts if post.page == page]):
            near = other.planned - one.planned < APART
            if near and (one.id in shown or other.id in shown):
                yield one, other
