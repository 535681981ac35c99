"""The calendar and the chase list beside a run in the Prefect UI."""

from collections.abc import Sequence
from datetime import tzinfo

from omroeper.adapters.prefect_desk.artifacts import show_markdown
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.domain.calendar_row import CalendarRow
from omroeper.domain.chase import Asking, ChaseList, ContactAsking
from omroeper.rendering import dutch
from omroeper.rendering.calendar import HEADER, calendar_notes, calendar_rows

_OUTCOMES = {
    None: "nog niet gevraagd",
    Asking.SENT: "nu gevraagd",
    Asking.BEFORE: "al gevraagd",
    Asking.FAILED: "de mail kwam niet aan: bel even, of kijk of het adres klopt",
}


def show_calendar(rows: Sequence[CalendarRow], newsletter: str, year: int, zone: tzinfo) -> None:
    show_markdown(
        "kalender", newsletter, calendar_markdown(rows, year, zone), f"De kalender van {year}"
    )


def calendar_markdown(rows: Sequence[CalendarRow], year: int, zone: tzinfo) -> str:
    """The year as a table, and what to know of its days."""
    cells = [HEADER, ("---",) * len(HEADER)]
    cells += [tuple(map(plain, row)) for row in calendar_rows(rows, zone)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in cells)
    notes = "\n".join(f"- {plain(note)}" for note in calendar_notes(rows))
    return "\n\n".join(part for part in (f"# Kalender {year}", table, notes) if part)


def show_chase(listed: ChaseList, asked: Sequence[ContactAsking]) -> None:
    show_markdown(
        "navraag",
        listed.edition,
        chase_markdown(listed, asked),
        f"Van wie nog niets binnen is voor {listed.issue}",
    )


def chase_markdown(listed: ChaseList, asked: Sequence[ContactAsking]) -> str:
    """Whose news is missing, whom that was asked of, and who has no contact."""
    if not asked and not listed.unreached:
        return "Van elk programma is er iets."
    by = (
        f" Inleveren kan tot en met {dutch.weekday_text(listed.deadline)}."
        if listed.deadline
        else ""
    )
    parts = [f"# Navraag voor {listed.issue}", f"Van deze programma’s is nog niets binnen.{by}"]
    parts.append(
        "\n".join(
            f"- {plain(one.name)} ({_OUTCOMES[one.outcome]}): {plain(', '.join(one.programmes))}"
            for one in asked
        )
    )
    if listed.unreached:
        names = ", ".join(one.programme.name for one in listed.unreached)
        parts.append(
            f"Zonder contactpersoon in content/team.yaml: {plain(names)}. Vraag hier zelf naar, of zet "
            "er iemand bij."
        )
    return "\n\n".join(part for part in parts if part)
