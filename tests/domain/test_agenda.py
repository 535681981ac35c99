"""The agenda: past events never, cancelled ones only where they were announced."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.domain.agenda import choose_agenda, is_over
from omroeper.domain.item import CANCELLED, MOVED, WITHDRAWN
from tests.domain.test_assembly import SENT, event


@pytest.mark.parametrize(
    ("days", "reason"),
    [(-1, "Al geweest als de mail uitgaat"), (0, "Al geweest als de mail uitgaat"),
     (1, ""), (60, ""), (61, "Pas over meer dan 60 dagen")],
)  # fmt: skip
def test_only_what_is_still_to_come_within_the_horizon(days: int, reason: str) -> None:
    made = replace(event("dag", 1), starts=SENT + timedelta(days=days))
    chosen, dropped = choose_agenda([made], send_at=SENT, days=60, most=5)
    assert [told for _, told in dropped] == ([reason] if reason else [])
    assert len(chosen) == (0 if reason else 1)


def test_a_cancelled_event_is_told_only_where_it_was_announced() -> None:
    off = replace(event("dag", 10), flags=(CANCELLED,))
    assert choose_agenda([off], send_at=SENT, days=60, most=5) == ([], [(off, "Afgelast")])
    ((told, reason),), dropped = choose_agenda(
        [off], send_at=SENT, days=60, most=5, announced={off.key: off.starts or SENT}
    )
    assert told.title == f"Gaat niet door: {off.title}"
    assert "afgelast" in reason
    assert dropped == []


def test_the_number_is_bounded_and_a_moved_date_is_told() -> None:
    events = [replace(event(str(n), n), flags=(MOVED,)) for n in range(1, 4)]
    chosen, dropped = choose_agenda(events, send_at=SENT, days=60, most=2)
    assert [reason for _, reason in chosen] == ["Verplaatst", "Verplaatst"]
    assert dropped == [(events[2], "Geen plaats: al 2 bijeenkomsten")]


def test_a_series_stands_once_with_its_next_date_that_goes_on() -> None:
    off, first, second = (replace(event(str(n), n), series="r") for n in (1, 8, 15))
    off = replace(off, flags=(CANCELLED,))
    alone = event("los", 20)
    chosen, dropped = choose_agenda([off, first, second, alone], send_at=SENT, days=60, most=5)
    assert [told.key for told, _ in chosen] == ["8", "los"]
    assert [(told.key, why) for told, why in dropped] == [
        ("1", "Afgelast"),
        ("15", "Volgende keer van een reeks die al in de agenda staat"),
    ]


def test_what_its_source_no_longer_tells_of_is_left_to_the_editor() -> None:
    gone = replace(event("weg", 5), flags=(WITHDRAWN,))
    chosen, dropped = choose_agenda(
        [gone], send_at=SENT, days=60, most=5, announced={"weg": SENT + timedelta(days=5)}
    )
    assert chosen == []
    assert "Staat niet meer in de bron" in dropped[0][1]


def test_an_announced_event_that_moved_is_told_even_beyond_the_horizon() -> None:
    moved = event("dag", 90)
    before = {"dag": SENT + timedelta(days=20), "zelfde": SENT + timedelta(days=10)}
    same = event("zelfde", 10)
    chosen, dropped = choose_agenda([same, moved], send_at=SENT, days=60, most=5, announced=before)
    assert [(told.title, why) for told, why in chosen] == [
        (same.title, "Binnenkort"),
        (f"Verplaatst: {moved.title}", "Stond in een eerdere nieuwsbrief op een ander moment"),
    ]
    assert dropped == []


@pytest.mark.parametrize(
    ("starts", "ends", "over"),
    [
        ("2024-10-15T09:00", None, True),
        ("2024-10-15T09:00", "2024-10-15T17:00", False),
        ("2024-10-14T09:00", "2024-10-16T17:00", False),
        ("2024-10-15T00:00", None, False),  # the whole of today
        ("2024-10-14T00:00", None, True),
        ("2024-10-13T00:00", "2024-10-15T00:00", False),  # three whole days
        ("2024-10-13T00:00", "2024-10-14T00:00", True),
        ("2024-10-15T10:00", None, True),
        ("2024-10-15T10:01", None, False),
    ],
)
def test_what_began_is_told_while_it_lasts(starts: str, ends: str | None, over: bool) -> None:
    """The mail goes out on 15 October at ten."""
    zone = ZoneInfo("Europe/Amsterdam")
    begins = datetime.fromisoformat(starts).replace(tzinfo=zone)
    until = datetime.fromisoformat(ends).replace(tzinfo=zone) if ends else None
    lasting = replace(event("dag", 1), starts=begins, ends=until)
    assert is_over(lasting, SENT) is over
    chosen, _ = choose_agenda([lasting], send_at=SENT, days=60, most=5)
    assert bool(chosen) is not over
