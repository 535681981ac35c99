"""When a source needs attention: tables of cases, and what the operator reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from omroeper.domain.health import (
    HealthFinding,
    Trouble,
    failing,
    health_notice,
    renewed_entries,
    silence,
    usual_silence,
)
from omroeper.domain.source import ItemChanges, Source, SourceKind, SourceRecord

SOURCE = Source("sto", "STO, nieuws", SourceKind.FEED, "https://x.example", "sto")
TODAY = date(2024, 10, 15)


def every(days: int, count: int, *, last: int) -> list[date]:
    """So many publications, `days` apart, the last of them `last` days ago."""
    return [TODAY - timedelta(days=last + days * number) for number in range(count)]


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        ([], None),
        (every(7, 5, last=0), None),  # too short a history
        (every(7, 6, last=0), 7),
        ([*every(7, 20, last=60), *every(7, 3, last=0)], 7),  # one summer does not make a habit
        (every(0, 40, last=0), None),  # all on one day
    ],
)
def test_a_habit_is_what_nine_in_ten_intervals_keep_to(days: list[date], usual: int | None) -> None:
    assert usual_silence(days) == usual


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (every(7, 10, last=21), None),
        (every(7, 10, last=22), (22, 7)),
        (every(1, 30, last=20), None),  # shorter than three weeks is a holiday
        (every(1, 30, last=22), (22, 1)),
        (every(30, 10, last=60), None),  # twice its habit
        (every(30, 10, last=61), (61, 30)),
        (every(7, 3, last=300), None),  # no habit known
        ([], None),
    ],
)
def test_silence_is_longer_than_twice_the_habit_and_three_weeks(
    days: list[date], told: tuple[int, int] | None
) -> None:
    found = silence(SOURCE, days, TODAY)
    assert (None if found is None else (found.days, found.usual_days)) == told


@pytest.mark.parametrize(("failures", "found"), [(0, False), (2, False), (3, True), (9, True)])
def test_failing_is_so_many_failures_in_a_row(failures: int, found: bool) -> None:
    record = SourceRecord(failures_in_a_row=failures, failure="http_500")
    assert (failing(SOURCE, record, 3) is not None) is found


@pytest.mark.parametrize(
    ("changes", "entries", "renewed"),
    [
        (ItemChanges(new=5), 5, 5),
        (ItemChanges(new=2, revised=3), 5, 5),
        (ItemChanges(new=5), 0, 0),  # the first visit
        (ItemChanges(new=2), 2, 0),  # two entries say nothing
        (ItemChanges(new=4, unchanged=1), 5, 0),
        (ItemChanges(), 5, 0),
    ],
)
def test_renewed_is_all_entries_other_than_they_were(
    changes: ItemChanges, entries: int, renewed: int
) -> None:
    assert renewed_entries(changes, SourceRecord(entries=entries)) == renewed


def test_the_operator_reads_what_is_new_first_with_a_remedy() -> None:
    new = HealthFinding("sto", "STO, nieuws", Trouble.FAILING, failures=3, reason="http_500")
    known = replace(new, source="fll", name="FLL", trouble=Trouble.SILENT, days=40, usual_days=7)
    notice = health_notice([new], [known])
    assert notice.subject == "Omroeper: 1 bron vraagt aandacht"
    assert notice.text.index("STO, nieuws (sto): 3 keer achter elkaar") < notice.text.index("FLL")
    assert "Kijk of het adres nog klopt" in notice.text
    assert "al 40 dagen geen nieuw bericht" in notice.text
    assert "failed 3 times in a row (http_500)" in new.in_short
