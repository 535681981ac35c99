"""One line of a year's calendar: an edition with its days and people, or a month without one."""

from dataclasses import dataclass
from datetime import date

from omroeper.domain.edition import EditionState
from omroeper.domain.issue import Issue
from omroeper.domain.theme import Theme


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One edition of a year, or a month without one. Names are of people; `remarks` are Dutch."""

    issue: Issue
    theme: Theme | None = None
    off: str = ""
    editor: str = ""
    guest_editor: str = ""
    deputies: tuple[str, ...] = ()
    state: EditionState | None = None
    holidays: tuple[tuple[date, str], ...] = ()
    remarks: tuple[str, ...] = ()
