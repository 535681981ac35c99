"""The agenda over the whole path: from a file of the desk to the mail, the archive page and the .ics."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from omroeper.domain.edition import Draft, Edits, Section
from omroeper.rendering.ics import edition_calendar
from omroeper.wiring import Desk
from tests.samples import FixedClock

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


def write(desk: Desk, name: str, starts: str, more: str = "") -> None:
    """An event in content/updates."""
    text = (
        f"---\ntitle: {name}\nprogramme: sto\ndate: 2024-09-01\nkind: event\nstarts: {starts}\n"
        f"{more}---\nKom ook naar deze bijeenkomst.\n"
    )
    (desk.settings.home / f"content/updates/{name.lower()}.md").write_text(text, encoding="utf-8")


def draft(desk: Desk, month: str, edits: Edits | None = None) -> Draft:
    made, _ = desk.draft_edition(
        month, edits or Edits(), made_by=f"run:{month}{edits}", may_replace=lambda _: True
    )
    return made


def told(made: Draft) -> dict[str, datetime | None]:
    return {entry.item.title: entry.item.starts for entry in made.edition.section(Section.AGENDA)}


@pytest.mark.parametrize(
    ("month", "now", "before", "after"),
    [
        ("2024-10", "2024-10-10T09:00", "2024-10-25", "2024-10-28"),
        ("2027-03", "2027-03-01T09:00", "2027-03-26", "2027-03-29"),
    ],
    ids=["winter time begins", "summer time begins"],
)
def test_a_clock_time_stays_what_it_is_in_mail_archive_and_calendar_file(
    desk: Desk, month: str, now: str, before: str, after: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    desk.clock = FixedClock(moment)  # type: ignore[assignment]
    for name, day in (("Voor", before), ("Na", after)):
        write(desk, name, f"{day} 10:00")
    made = draft(desk, month)
    for part in (made.rendered.html, made.rendered.text, made.rendered.archive_html):
        assert part.count("10.00 uur") == 2
    content = edition_calendar(made.edition, name="N", domain="d.example", zone=ZONE)
    file = {str(one["SUMMARY"]): one.start for one in Calendar.from_ical(content).events}
    for name, day in (("Voor", before), ("Na", after)):
        at_ten = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZONE)
        assert file[name] == at_ten


def test_a_series_stands_in_each_edition_once_with_its_next_date(desk: Desk) -> None:
    write(desk, "Inloop", "2024-10-01 14:00", "repeats: {every: week, until: 2024-12-31}\n")
    october = draft(desk, "2024-10")
    assert told(october)["Inloop"] == datetime(2024, 10, 15, 14, tzinfo=ZONE)
    desk.clock = FixedClock(datetime(2024, 11, 5, 9, tzinfo=UTC))  # type: ignore[assignment]
    november = draft(desk, "2024-11")
    sent = november.edition.send_at
    found = told(november)["Inloop"]
    assert found is not None
    assert sent < found
    assert (found - sent).days < 7
    entries = [entry.item.title for entry in november.edition.section(Section.AGENDA)]
    assert entries.count("Inloop") == 1


def test_what_is_over_when_the_send_moment_moves_is_gone(desk: Desk) -> None:
    write(desk, "Vroeg", "2024-10-16 10:00")
    assert "Vroeg" in told(draft(desk, "2024-10"))
    later = Edits(send_at=datetime(2024, 10, 17, 10, tzinfo=ZONE))
    made = draft(desk, "2024-10", later)
    assert "Vroeg" not in told(made)
    reasons = {one.item.title: one.reason for one in made.edition.dropped}
    assert reasons["Vroeg"] == "Al geweest als de mail uitgaat"


def test_a_moved_date_is_told_at_its_new_moment(desk: Desk) -> None:
    write(
        desk, "Reeks", "2024-10-22 14:00",
        "repeats:\n  every: week\n  until: 2024-11-05\n  except: [2024-10-22]\n"
        "  moved: {2024-10-29: 2024-10-30 16:00}\n",
    )  # fmt: skip
    made = draft(desk, "2024-10")
    assert told(made)["Reeks"] == datetime(2024, 10, 30, 16, tzinfo=ZONE)
    (entry,) = [one for one in made.edition.section(Section.AGENDA) if one.item.title == "Reeks"]
    assert entry.reason == "Verplaatst"
    assert replace(entry.item).flags == ("verplaatst",)
