"""Events in content/updates that come back, are moved or called off."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.updates import UpdatesReader
from omroeper.domain.item import CANCELLED, MOVED, Item
from omroeper.domain.recurrence import Every, days_of
from omroeper.domain.source import Reading, Validators
from tests.adapters.content.test_content import NOW, ROOT, UPDATES
from tests.adapters.content.test_content import home as home  # the fixture

ZONE = ZoneInfo("Europe/Amsterdam")
HEAD = "title: Inloopuur\nprogramme: sto\ndate: 2024-09-01\nkind: event\n"


def read(home: Path, lines: str) -> Reading:
    for file in (home / "content/updates").glob("*.md"):
        file.unlink()
    (home / "content/updates/inloop.md").write_text(f"---\n{HEAD}{lines}---\n", encoding="utf-8")
    return UpdatesReader(home, ZONE, read_programmes(ROOT)).read(UPDATES, Validators(), NOW)


def starts(items: tuple[Item, ...]) -> list[str]:
    return [item.starts.isoformat() for item in items if item.starts]


MONTHLY = """starts: 2024-10-08 14:00
ends: 2024-10-08 15:30
repeats:
  every: maand
  until: 2025-04-30
  except: [2024-12-10]
  moved: {2025-01-14: 2025-01-21 16:00, 2025-02-11: 2025-02-12}
"""


def test_a_monthly_event_keeps_its_weekday_and_its_clock_time(home: Path) -> None:
    """Over the ends of summer time on 27 October and of winter time on 30 March."""
    reading = read(home, MONTHLY)
    assert reading.warnings == ()
    assert starts(reading.items) == [
        "2024-10-08T14:00:00+02:00", "2024-11-12T14:00:00+01:00", "2024-12-10T14:00:00+01:00",
        "2025-01-21T16:00:00+01:00", "2025-02-12T14:00:00+01:00", "2025-03-11T14:00:00+01:00",
        "2025-04-08T14:00:00+02:00",
    ]  # fmt: skip
    assert [item.flags for item in reading.items[2:5]] == [(CANCELLED,), (MOVED,), (MOVED,)]
    assert reading.items[3].ends == datetime(2025, 1, 21, 17, 30, tzinfo=ZONE)
    assert len({item.key for item in reading.items}) == 7
    assert len({item.series for item in reading.items}) == 1


def test_a_date_keeps_its_key_when_it_moves_or_is_called_off(home: Path) -> None:
    before = [item.key for item in read(home, MONTHLY).items]
    changed = MONTHLY.replace("except: [2024-12-10]", "except: [2024-11-12]")
    assert [item.key for item in read(home, changed).items] == before


def test_whole_days_come_back_as_whole_days(home: Path) -> None:
    lines = "starts: 2024-10-22\nrepeats: {every: 2 weken, until: 2024-11-20}\n"
    assert starts(read(home, lines).items) == [
        "2024-10-22T00:00:00+02:00", "2024-11-05T00:00:00+01:00", "2024-11-19T00:00:00+01:00",
    ]  # fmt: skip


def test_one_event_is_called_off_with_a_word(home: Path) -> None:
    (item,) = read(home, "starts: 2024-10-22\ncancelled: true\n").items
    assert item.flags == (CANCELLED,)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("starts: 2024-10-08\nrepeats: {every: dag, until: 2025-01-01}\n", "repeats.every"),
        ("starts: 2024-10-08\nrepeats: {every: week}\n", "repeats.until"),
        (
            "starts: 2024-12-03T10:00:00Z\nrepeats: {every: week, until: 2025-01-01}\n",
            "[starts]: a series has the Dutch clock time",
        ),
        (
            "starts: 2024-10-08\nrepeats:\n  every: week\n  until: 2025-01-01\n"
            "  moved: {2024-10-08: 2024-10-09T10:00:00+00:00}\n",
            "[repeats.moved]",
        ),
        (
            "starts: 2024-10-08\nrepeats: {every: week, until: 2024-01-01}\n",
            "before the first time",
        ),
        ("starts: 2024-10-08\nrepeats: {every: week, until: 2034-01-01}\n", "three years"),
        (
            "starts: 2024-10-08\nrepeats: {every: week, until: 2025-01-01, except: [2024-10-09]}\n",
            "2024-10-09 is not one of its days. Its first days are 2024-10-08",
        ),
        (
            "starts: 2024-10-08\nrepeats:\n  every: week\n  until: 2025-01-01\n"
            "  moved: {2024-10-09: 2024-10-10}\n",
            "repeats.moved",
        ),
    ],
)
def test_a_mistake_names_file_line_field_and_remedy(home: Path, lines: str, told: str) -> None:
    reading = read(home, lines)
    assert reading.items == ()
    (warning,) = reading.warnings
    assert warning.startswith("content/updates/inloop.md:")
    assert told in warning
    assert not reading.whole


def test_only_an_event_comes_back(home: Path) -> None:
    lines = "repeats: {every: week, until: 2025-01-01}\n"
    (home / "content/updates").mkdir(exist_ok=True)
    text = f"---\n{HEAD.replace('event', 'update')}{lines}---\nTekst.\n"
    (home / "content/updates/nieuws.md").write_text(text, encoding="utf-8")
    reading = UpdatesReader(home, ZONE, read_programmes(ROOT)).read(UPDATES, Validators(), NOW)
    assert any("only an event has this" in warning for warning in reading.warnings)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(Every), st.integers(0, 400))
def test_days_keep_their_weekday_and_their_number_in_the_month(
    first: date, every: Every, length: int
) -> None:
    until = date.fromordinal(first.toordinal() + length)
    days = list(days_of(first, every, until))
    assert days[0] == first
    assert all(day.weekday() == first.weekday() for day in days)
    assert all(earlier < later <= until for earlier, later in pairwise(days))
    if every is Every.MONTH:
        months = [(day.year, day.month) for day in days]
        assert len(set(months)) == len(months)
        number = (first.day - 1) // 7
        assert all((day.day - 1) // 7 in (number, 3 if number == 4 else number) for day in days)
