"""The themed calendar: what each month is about, and when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from omroeper.domain.month import Month
from omroeper.domain.variant import SegmentNote


@dataclass(frozen=True, slots=True)
class Theme:
    """One month's subject. `terms` are the Dutch words that mark an item as on theme.

    `deadline` is the last day for contributions, `review_by` when the editor has decided (aware).
    `editor`, `deputies` and `guest_editor` are ids of the team; deputies are asked in their order
    when the editor does not decide in time. A subscriber of several segments gets the first note.
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
    notes: tuple[SegmentNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeCalendar:
    """Themes by month, and the months off with their reason."""

    themes: dict[Month, Theme]
    months_off: dict[Month, str]

    def theme_of(self, month: Month) -> Theme | None:
        return self.themes.get(month)

    def previous(self, month: Month) -> Theme | None:
        """The last themed month before this one."""
        earlier = [m for m in self.themes if m < month]
        return self.themes[max(earlier)] if earlier else None

    def following(self, month: Month) -> Theme | None:
        """The first themed month after this one."""
        later = [m for m in self.themes if m > month]
        return self.themes[min(later)] if later else None
