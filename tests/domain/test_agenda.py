"""The agenda: past events never, cancelled ones only where they were announced."""

from dataclasses import replace
from datetime import timedelta

import pytest

from omroeper.domain.agenda import choose_agenda
from omroeper.domain.item import CANCELLED, MOVED
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
        [off], send_at=SENT, days=60, most=5, announced=frozenset({off.key})
    )
    assert told.title == f"Gaat niet door: {off.title}"
    assert "afgelast" in reason
    assert dropped == []


def test_the_number_is_bounded_and_a_moved_date_is_told() -> None:
    events = [replace(event(str(n), n), flags=(MOVED,)) for n in range(1, 4)]
    chosen, dropped = choose_agenda(events, send_at=SENT, days=60, most=2)
    assert [reason for _, reason in chosen] == ["Verplaatst", "Verplaatst"]
    assert dropped == [(events[2], "Geen plaats: al 2 bijeenkomsten")]
