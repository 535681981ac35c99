"""The year's calendar as rows for people, in Dutch."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from omroeper.domain.calendar_row import CalendarRow
from omroeper.domain.edition import EditionState
from omroeper.domain.planning import WEEKDAYS, named_day

HEADER = ("Editie", "Thema", "Inleveren", "Beoordelen", "Verzenden", "Redactie", "Stand")
STATES = {
    EditionState.DRAFT: "concept",
    EditionState.IN_REVIEW: "ter beoordeling",
    EditionState.RETURNED: "teruggegeven",
    EditionState.APPROVED: "goedgekeurd",
    EditionState.SENDING: "wordt verzonden",
    EditionState.SENT: "verzonden",
    EditionState.CANCELLED: "afgewezen",
}


def calendar_rows(rows: Sequence[CalendarRow], zone: tzinfo) -> list[tuple[str, ...]]:
    """The cells under HEADER; a day has its weekday, since that is what people plan by."""
    return [_cells(row, zone) for row in rows]


def calendar_notes(rows: Sequence[CalendarRow]) -> list[str]:
    """What to know of the days, edition by edition: holidays in between, days off, moved days."""
    notes = []
    for row in rows:
        notes += [f"{row.issue}: {remark}" for remark in row.remarks]
        if row.holidays:
            days = ", ".join(f"{name} op {named_day(day)}" for day, name in row.holidays)
            notes.append(f"{row.issue}: tussen inleveren en verzenden is het {days}.")
    return notes


def _cells(row: CalendarRow, zone: tzinfo) -> tuple[str, ...]:
    theme = row.theme
    if theme is None:
        told = f"geen nieuwsbrief ({row.off})" if row.off else "nog geen thema"
        return (str(row.issue), told, "", "", "", "", "")
    return (
        str(row.issue),
        theme.title,
        _day(theme.deadline) if theme.deadline else "",
        _moment(theme.review_by, zone) if theme.review_by else "",
        _moment(theme.send_at, zone),
        _people(row),
        STATES[row.state] if row.state else "",
    )


def _people(row: CalendarRow) -> str:
    parts = [row.editor]
    parts += [f"gast: {row.guest_editor}"] if row.guest_editor else []
    parts += [f"vervangt: {', '.join(row.deputies)}"] if row.deputies else []
    return "; ".join(part for part in parts if part)


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:2]} {day:%d-%m-%Y}"


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{_day(local.date())} {local:%H:%M}"
