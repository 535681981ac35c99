"""content/newsletters/<id>/calendar/*.yaml → ThemeCalendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from pathlib import Path

from pydantic import Field, field_validator

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    Prose,
    read_document,
    shown_name,
)
from omroeper.domain.audience import Segment
from omroeper.domain.errors import ContentError, InvalidValue
from omroeper.domain.month import Month
from omroeper.domain.team import Team
from omroeper.domain.theme import Theme, ThemeCalendar
from omroeper.domain.variant import SegmentNote


class _Theme(Document):
    month: str
    theme: Line
    description: str = ""
    terms: list[Line]
    introduction: Prose
    send_at: datetime
    deadline: date | None = None
    figures: tuple[str, ...] = ()
    review_by: datetime | None = None
    editor: Line | None = None
    deputies: tuple[Line, ...] = ()
    guest_editor: Line | None = None
    notes: dict[str, Prose] = Field(default_factory=dict)

    @field_validator("send_at", "review_by")
    @classmethod
    def _without_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("write the Dutch clock time, without a zone")
        return value


class _MonthOff(Document):
    month: str
    reason: Line


class _File(Document):
    note: str = ""
    themes: list[_Theme]
    months_off: tuple[_MonthOff, ...] = ()


def read_calendar(
    folder: Path,
    home: Path,
    zone: tzinfo,
    figures: set[str],
    team: Team,
    segments: Mapping[str, Segment],
) -> ThemeCalendar:
    """All years' files together; a month stands in one place, and what it names is known."""
    themes: dict[Month, Theme] = {}
    months_off: dict[Month, str] = {}
    files = sorted((folder / "calendar").glob("*.yaml"))
    if not files:
        raise ContentError(
            "there is no calendar",
            file=shown_name(folder / "calendar", home),
            remedy="Add a file for each year, such as 2027.yaml.",
        )
    for file in files:
        read, parsed = read_document(file, home, _File)
        for index, one in enumerate(read.themes):
            _require_people(one, parsed, index, team)
            theme = _theme(one, parsed, index, zone, figures)
            theme = replace(theme, notes=_notes(one, parsed, index, segments))
            if theme.month in themes:
                raise parsed.error(
                    ("themes", index, "month"),
                    f"{theme.month} has a theme already",
                    "Keep one of the two.",
                )
            themes[theme.month] = theme
        for index, off in enumerate(read.months_off):
            month = _month(off.month, parsed, ("months_off", index, "month"))
            if month in themes:
                raise parsed.error(
                    ("months_off", index, "month"),
                    f"{month} has a theme, so it is not off",
                    "Keep one of the two.",
                )
            months_off[month] = off.reason
    return ThemeCalendar(themes, months_off)


def _theme(one: _Theme, parsed: Parsed, index: int, zone: tzinfo, figures: set[str]) -> Theme:
    for position, figure in enumerate(one.figures):
        if figure not in figures:
            raise parsed.error(
                ("themes", index, "figures", position),
                f"there is no figure ‘{figure}’",
                "Use an id from config/figures/registry.yaml.",
            )
    return Theme(
        month=_month(one.month, parsed, ("themes", index, "month")),
        title=one.theme,
        description=one.description,
        terms=tuple(one.terms),
        introduction=one.introduction.strip(),
        send_at=one.send_at.replace(tzinfo=zone),
        deadline=one.deadline,
        figures=tuple(one.figures),
        review_by=one.review_by.replace(tzinfo=zone) if one.review_by else None,
        editor=one.editor or "",
        deputies=tuple(one.deputies),
        guest_editor=one.guest_editor or "",
    )


def _notes(
    one: _Theme, parsed: Parsed, index: int, segments: Mapping[str, Segment]
) -> tuple[SegmentNote, ...]:
    """The notes in the order of the file; a segment without topics is everyone, who needs none."""
    for segment in one.notes:
        place = ("themes", index, "notes", segment)
        if segment not in segments:
            remedy = "Use an id from config/segments.yaml."
            raise parsed.error(place, f"there is no segment ‘{segment}’", remedy)
        if not segments[segment].topics:
            remedy = "Write it in the introduction."
            raise parsed.error(place, f"the segment ‘{segment}’ is everyone", remedy)
    return tuple(SegmentNote(segments[name], text.strip()) for name, text in one.notes.items())


def _require_people(one: _Theme, parsed: Parsed, index: int, team: Team) -> None:
    named = [("editor", one.editor), ("guest_editor", one.guest_editor)]
    named += [("deputies", deputy) for deputy in one.deputies]
    for field, person in named:
        if person is not None and team.get(person) is None:
            raise parsed.error(
                ("themes", index, field),
                f"there is no ‘{person}’ in the team",
                "Use an id from content/team.yaml.",
            )


def _month(text: str, parsed: Parsed, place: tuple[str | int, ...]) -> Month:
    try:
        return Month.parse(text)
    except InvalidValue as cause:
        raise parsed.error(place, cause.problem, cause.remedy) from cause
