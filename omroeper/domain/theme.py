"""The themed calendar: what each month is about, and when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.planning import Planning
from omroeper.domain.variant import SegmentNote


@dataclass(frozen=True, slots=True)
class Theme:
    """One month's subject. `terms` are the Dutch words that mark an item as on theme.

    `deadline` is the last day for contributions, `review_by` when the editor has decided (aware).
    `editor`, `deputies` and `guest_editor` are ids of the team; deputies are asked in their order
    when the editor does not decide in time. A subscriber of several segments gets the first note.
    With a `slug` it is a special edition beside the month's own. `moved` (Dutch) says which day of
    the rule was a day off, and what it became.
    """

    month: Month
    title: str
    description: str
    terms: tuple[str, ...]
    introduction: str
    send_at: datetime
    deadline: date | None = None
    figures: tuple[str, ...] = ()
    review_by: datetime | None = None
    editor: str = ""
    deputies: tuple[str, ...] = ()
    guest_editor: str = ""
    slug: str = ""
    moved: str = ""
    notes: tuple[SegmentNote, ...] = ()

    @property
    def issue(self) -> Issue:
        return Issue(self.month, self.slug)


@dataclass(frozen=True, slots=True)
class ThemeCalendar:
    """Themes by month, the months off with their reason, and the special editions.

    `planning` says when a month without a theme is sent.
    """

    themes: dict[Month, Theme]
    months_off: dict[Month, str]
    specials: Mapping[Issue, Theme] = field(default_factory=dict)
    planning: Planning = field(default_factory=Planning)

    def theme_of(self, issue: Issue) -> Theme | None:
        return self.specials.get(issue) if issue.slug else self.themes.get(issue.month)

    def planned(self) -> tuple[Theme, ...]:
        """Every edition of the calendar, in the order in which they are sent."""
        every = (*self.themes.values(), *self.specials.values())
        return tuple(sorted(every, key=lambda theme: (theme.send_at, theme.issue)))

    def previous(self, issue: Issue) -> Theme | None:
        """The last month's own edition before this one.

        A special edition tells part of its month's news, so what it leaves is still the month's own:
        that looks back to the month before it, and what was told is left out by what was told.
        """
        special = self.theme_of(issue) if issue.slug else None
        earlier = [
            theme
            for month, theme in self.themes.items()
            if month < issue.month or (special is not None and theme.send_at < special.send_at)
        ]
        return max(earlier, key=lambda theme: theme.month) if earlier else None
