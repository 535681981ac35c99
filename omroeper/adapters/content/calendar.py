"""content/newsletters/<id>/calendar/*.yaml → ThemeCalendar."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import Field

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    Place,
    Prose,
    read_document,
    shown_name,
)
from omroeper.adapters.content.planning import (
    Days,
    Moments,
    PlanningFields,
    plan,
    planning_with,
)
from omroeper.domain.audience import Segment
from omroeper.domain.errors import ContentError, InvalidValue
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.team import Team
from omroeper.domain.theme import Theme, ThemeCalendar
from omroeper.domain.variant import SegmentNote


class _Theme(Moments):
    month: str
    theme: Line
    description: str = ""
    terms: list[Line]
    introduction: Prose
    figures: tuple[str, ...] = ()
    editor: Line | None = None
    deputies: tuple[Line, ...] = ()
    guest_editor: Line | None = None
    notes: dict[str, Prose] = Field(default_factory=dict)


class _Special(_Theme):
    slug: Line


class _MonthOff(Document):
    month: str
    reason: Line


class _File(Document):
    note: str = ""
    planning: PlanningFields = PlanningFields()
    themes: list[_Theme]
    months_off: tuple[_MonthOff, ...] = ()
    special_editions: tuple[_Special, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read so far, and what its themes are checked against."""

    days: Days
    figures: AbstractSet[str]
    team: Team
    segments: Mapping[str, Segment]
    themes: dict[Issue, Theme] = field(default_factory=dict)
    months_off: dict[Month, str] = field(default_factory=dict)


def read_calendar(
    folder: Path,
    home: Path,
    days: Days,
    figures: AbstractSet[str],
    team: Team,
    segments: Mapping[str, Segment],
) -> ThemeCalendar:
    """All years' files together; an edition stands in one place, and what it names is known."""
    reading = _Reading(days, figures, team, segments)
    files = sorted((folder / "calendar").glob("*.yaml"))
    if not files:
        raise ContentError(
            "there is no calendar",
            file=shown_name(folder / "calendar", home),
            remedy="Add a file for each year, such as 2027.yaml.",
        )
    for file in files:
        _read_file(file, home, reading)
    return ThemeCalendar(
        {issue.month: theme for issue, theme in reading.themes.items() if not issue.slug},
        reading.months_off,
        {issue: theme for issue, theme in reading.themes.items() if issue.slug},
        days.planning,
    )


def _read_file(file: Path, home: Path, reading: _Reading) -> None:
    read, parsed = read_document(file, home, _File)
    planning = planning_with(read.planning, reading.days.planning, parsed)
    year = replace(reading, days=replace(reading.days, planning=planning))
    for index, one in enumerate(read.themes):
        _add(_theme(one, parsed, ("themes", index), year), parsed, ("themes", index), year)
    for index, special in enumerate(read.special_editions):
        place = ("special_editions", index)
        _add(_special(special, parsed, place, year), parsed, place, year)
    for index, off in enumerate(read.months_off):
        at = ("months_off", index, "month")
        month = _month(off.month, parsed, at)
        if Issue(month) in reading.themes:
            raise parsed.error(at, f"{month} has a theme, so it is not off", "Keep one of the two.")
        reading.months_off[month] = off.reason


def _add(theme: Theme, parsed: Parsed, place: Place, reading: _Reading) -> None:
    if theme.issue in reading.themes:
        raise parsed.error(
            (*place, "month"), f"{theme.issue} has a theme already", "Keep one of the two."
        )
    if not theme.slug and theme.month in reading.months_off:
        raise parsed.error((*place, "month"), f"{theme.month} is off", "Keep one of the two.")
    reading.themes[theme.issue] = theme


def _theme(one: _Theme, parsed: Parsed, place: Place, reading: _Reading) -> Theme:
    _require_known(one, parsed, place, reading)
    month = _month(one.month, parsed, (*place, "month"))
    planned = plan(one, month, reading.days, parsed, place)
    return Theme(
        month=month,
        title=one.theme,
        description=one.description,
        terms=tuple(one.terms),
        introduction=one.introduction.strip(),
        send_at=planned.send_at,
        deadline=planned.deadline,
        figures=tuple(one.figures),
        review_by=planned.review_by,
        editor=one.editor or "",
        deputies=tuple(one.deputies),
        guest_editor=one.guest_editor or "",
        moved=planned.moved,
        notes=_notes(one, parsed, place, reading.segments),
    )


def _special(one: _Special, parsed: Parsed, place: Place, reading: _Reading) -> Theme:
    """A special edition has no rule, so its moment is written."""
    if one.send_at is None:
        raise parsed.error(
            (*place, "send_at"),
            "a special edition needs its own moment",
            "Add ‘send_at: 2024-10-03 10:00’.",
        )
    theme = _theme(one, parsed, place, reading)
    try:
        issue = Issue.parse(f"{theme.month}-{one.slug}")
    except InvalidValue as cause:
        raise parsed.error(
            (*place, "slug"),
            f"‘{one.slug}’ cannot name a special edition",
            "Use a short name of small letters, digits and dashes, such as conferentie.",
        ) from cause
    return replace(theme, slug=issue.slug)


def _notes(
    one: _Theme, parsed: Parsed, place: Place, segments: Mapping[str, Segment]
) -> tuple[SegmentNote, ...]:
    """The notes in the order of the file; a segment without conditions is everyone, who needs none."""
    for segment in one.notes:
        at = (*place, "notes", segment)
        if segment not in segments:
            remedy = "Use an id from config/segments.yaml."
            raise parsed.error(at, f"there is no segment ‘{segment}’", remedy)
        if segments[segment].is_everyone:
            remedy = "Write it in the introduction."
            raise parsed.error(at, f"the segment ‘{segment}’ is everyone", remedy)
    return tuple(SegmentNote(segments[name], text.strip()) for name, text in one.notes.items())


def _require_known(one: _Theme, parsed: Parsed, place: Place, reading: _Reading) -> None:
    for position, figure in enumerate(one.figures):
        if figure not in reading.figures:
            raise parsed.error(
                (*place, "figures", position),
                f"there is no figure ‘{figure}’",
                "Use an id from config/figures/registry.yaml.",
            )
    named = [("editor", one.editor), ("guest_editor", one.guest_editor)]
    named += [("deputies", deputy) for deputy in one.deputies]
    for name, person in named:
        if person is not None and reading.team.get(person) is None:
            raise parsed.error(
                (*place, name),
                f"there is no ‘{person}’ in the team",
                "Use an id from content/team.yaml.",
            )


def _month(text: str, parsed: Parsed, place: Place) -> Month:
    try:
        return Month.parse(text)
    except InvalidValue as cause:
        raise parsed.error(place, cause.problem, cause.remedy) from cause
