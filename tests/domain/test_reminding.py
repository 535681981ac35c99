"""Reminders: the right person, the right words, each once, over weekends and daylight saving."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.domain.reminding import (
    OPERATOR,
    Reminder,
    ReminderKind,
    Waiting,
    due_reminders,
    is_weekday,
    working_day_before,
)

ZONE = ZoneInfo("Europe/Amsterdam")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of October 2024 in Dutch clock time; the 15th is a Tuesday."""
    return datetime(2024, 10, day, hour, minute, tzinfo=ZONE)


def waiting(asked: tuple[str, ...] = ("sanne", "ruben", "tess")) -> Waiting:
    return Waiting("agdb-2024-10", 1, at(8, 9), at(14, 12), at(15, 10), asked)


def play(one: Waiting, until: datetime) -> list[tuple[datetime, str, str]]:
    """A round every working hour, as the schedule makes; what was sent, in order."""
    sent: dict[Reminder, datetime] = {}
    told, now = [], one.since
    while now <= until:
        if is_weekday(now.date()) and 8 <= now.hour <= 18:
            for reminder in due_reminders(one, sent, now, ZONE, is_weekday):
                assert reminder not in sent
                sent[reminder] = now
                told.append((now, reminder.kind.value, reminder.person))
        now += timedelta(hours=1)
    return told


def test_the_whole_wait_from_the_first_word_to_nothing_was_sent() -> None:
    assert play(waiting(), at(31, 18)) == [
        (at(8, 9), "waits", "sanne"),
        (at(11, 12), "day before", "sanne"),  # Friday, since the 14th is a Monday
        (at(14, 12), "due", "sanne"),
        (at(14, 14), "deputy", "ruben"),
        (at(14, 16), "deputy", "tess"),
        (at(15, 10), "passed", "sanne"),
        (at(15, 10), "passed", "ruben"),
        (at(15, 10), "passed", "tess"),
        (at(15, 10), "passed", OPERATOR),
    ]


def test_a_missed_round_is_made_up_for_by_the_latest_word_only() -> None:
    one, sent = waiting(), {Reminder(ReminderKind.WAITS, "sanne"): at(8, 9)}
    assert due_reminders(one, sent, at(14, 17), ZONE, is_weekday) == (
        Reminder(ReminderKind.DUE, "sanne"),
    )
    sent[Reminder(ReminderKind.DUE, "sanne")] = at(14, 17)
    assert due_reminders(one, sent, at(14, 18), ZONE, is_weekday) == ()
    assert due_reminders(one, sent, at(14, 19), ZONE, is_weekday) == (
        Reminder(ReminderKind.DEPUTY, "ruben"),
    )


def test_a_deputy_waits_for_a_reminder_that_did_not_get_through() -> None:
    assert due_reminders(waiting(), {}, at(14, 16), ZONE, is_weekday) == (
        Reminder(ReminderKind.DUE, "sanne"),
    )


def test_without_a_team_the_operator_is_told() -> None:
    kinds = [(kind, person) for _, kind, person in play(waiting(()), at(31, 18))]
    assert kinds == [
        (kind, OPERATOR) for kind in ("waits", "day before", "due", "passed")
    ]  # fmt: skip


def test_a_draft_made_within_the_last_day_is_not_told_of_the_day_before() -> None:
    late = Waiting("e", 2, at(14, 9), at(14, 12), at(15, 10), ("sanne",))
    assert [kind for _, kind, _ in play(late, at(14, 18))] == ["waits", "due"]


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        # Monday 31 March 2025, the day after the clocks went forward
        (datetime(2025, 3, 31, 10, tzinfo=ZONE), datetime(2025, 3, 28, 9, tzinfo=UTC)),
        # Monday 28 October 2024, the day after they went back
        (datetime(2024, 10, 28, 9, tzinfo=UTC), datetime(2024, 10, 25, 8, tzinfo=UTC)),
        (datetime(2024, 10, 9, 8, tzinfo=UTC), datetime(2024, 10, 8, 8, tzinfo=UTC)),
    ],
)
def test_a_working_day_before_keeps_the_clock_time(moment: datetime, before: datetime) -> None:
    assert working_day_before(moment, ZONE, is_weekday) == before


def test_the_clock_going_back_sends_nothing_twice() -> None:
    """Sunday 27 October 2024 has the hour from two to three twice."""
    night = Waiting(
        "e", 1, datetime(2024, 10, 26, 22, tzinfo=UTC), datetime(2024, 10, 27, 1, 30, tzinfo=UTC),
        datetime(2024, 10, 28, 9, tzinfo=UTC), ("sanne",),
    )  # fmt: skip
    sent: dict[Reminder, datetime] = {}
    for quarter in range(24):
        now = (night.since + timedelta(minutes=15 * quarter)).astimezone(ZONE)
        for one in due_reminders(night, sent, now, ZONE, is_weekday):
            sent[one] = now
    due = sent[Reminder(ReminderKind.DUE, "sanne")]
    assert due.astimezone(UTC) == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
