"""How fast a campaign goes and how long it still takes, and what that rests on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omroeper.domain.delivery import Campaign, CampaignState, Tally
from omroeper.domain.progress import Progress, Reading, speed

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SENDING = Campaign("c", "e", 1, "f", "alle", 1000, NOW, CampaignState.SENDING)


def reading(minutes_ago: float, settled: int) -> Reading:
    return Reading(NOW - timedelta(minutes=minutes_ago), settled)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((), 0),
        ((reading(0, 50),), 0),
        ((reading(5, 0), reading(0, 100)), 1200),
        ((reading(30, 0), reading(10, 400), reading(0, 500)), 600),
        ((reading(0.01, 0), reading(0, 100)), 0),
    ],
    ids=["none", "one", "five minutes", "only the window counts", "too short to tell"],
)
def test_the_speed_is_that_of_the_last_minutes(
    readings: tuple[Reading, ...], expected: float
) -> None:
    assert speed(readings) == expected


def test_the_time_left_is_by_the_speed_or_before_it_by_the_limit() -> None:
    tally = Tally(1000, accepted=400, pending=590, claimed=10)
    going = Progress(SENDING, tally, NOW, per_hour=1200, limit=6000)
    assert (going.left, going.time_left, going.basis) == (600, timedelta(minutes=30), "speed")
    begun = replace(going, per_hour=0.0)
    assert (begun.time_left, begun.basis) == (timedelta(minutes=6), "limit")
    assert replace(begun, limit=None).time_left is None
    paused = replace(going, campaign=replace(SENDING, state=CampaignState.PAUSED))
    assert paused.time_left is None
