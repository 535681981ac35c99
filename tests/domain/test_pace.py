"""Limits: never more in any hour than was said, without waiting longer than that asks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.delivery import Campaign
from omroeper.domain.pace import BURST, UNLIMITED, Lane, Pace, Used, WarmUp, retry_delay
from omroeper.domain.sending_plan import Bound, DomainGroup, SendingPlan

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def busiest_hour(moments: list[datetime]) -> int:
    return max(sum(one <= other < one + HOUR for other in moments) for one in moments)


def sent_by_the_clock(lane: Lane, pauses: list[timedelta]) -> list[datetime]:
    """When messages go if all that may go does, asking again after each of these pauses."""
    at, free_at, moments = NOON, None, []
    for pause in pauses:
        room = lane.room(free_at, at)
        moments += [at] * room
        free_at = lane.after(free_at, at, room) if room else free_at
        at += pause
    return moments


@given(
    per_hour=st.integers(1, 2000),
    pauses=st.lists(st.timedeltas(timedelta(0), timedelta(minutes=70)), min_size=1, max_size=60),
)
def test_no_hour_ever_holds_more_than_was_said(per_hour: int, pauses: list[timedelta]) -> None:
    moments = sent_by_the_clock(Lane("x", per_hour), pauses)
    assert busiest_hour(moments) <= per_hour


@pytest.mark.parametrize("per_hour", [1, 10, 59, 60, 1000, 100_000])
def test_asking_when_it_opens_lets_nearly_all_of_an_hour_through(per_hour: int) -> None:
    lane, at, free_at, moments = Lane("x", per_hour), NOON, None, list[datetime]()
    while at < NOON + 10 * HOUR:
        room = lane.room(free_at, at)
        assert room, "it opens when it says so"
        moments += [at] * room
        free_at = lane.after(free_at, at, room)
        opens = lane.opens(free_at, at)
        assert opens > at, "never a busy loop"
        at = opens
    assert len(moments) >= 9.5 * per_hour
    assert all(two - one <= timedelta(hours=1.1) for one, two in pairwise(moments))


def test_a_campaign_waits_for_itself_and_a_domain_only_for_its_own() -> None:
    own = Lane("campaign:c", 600)
    microsoft = Lane("domains:Microsoft", 60, frozenset({"hotmail.com", "live.nl"}))
    pace = Pace((own, microsoft))
    lane = pace.lane_of("Anna@HOTMAIL.com")
    assert lane is microsoft
    assert pace.lane_of("anna@school.example") is None
    used = Used({"domains:Microsoft": NOON + 2 * BURST})
    assert pace.room(used, NOON) == own.room(None, NOON)
    assert pace.full(used, NOON) == {"hotmail.com", "live.nl"}
    assert pace.opens(used, NOON) == NOON
    assert pace.groups_open(used, NOON) == NOON + 1.5 * BURST
    full = Used({"campaign:c": NOON + 3 * BURST})
    assert pace.room(full, NOON) == 0
    assert pace.opens(full, NOON) == NOON + 2.5 * BURST
    assert pace.after(used, NOON, {"campaign:c": 10, "domains:Microsoft": 0}) == {
        "campaign:c": NOON + 10 * own.interval
    }
    assert UNLIMITED.room(Used(), NOON) is None


def test_a_warm_up_goes_by_days_of_sending_and_ends() -> None:
    tomorrow = NOON + timedelta(hours=20)
    pace = Pace((), WarmUp("x.example", (500, 1000), date(2026, 12, 1), tomorrow))
    assert pace.room(Used(days_before=0, today=480), NOON) == 20
    assert pace.room(Used(days_before=1, today=480), NOON) == 520
    assert pace.room(Used(days_before=0, today=500), NOON) == 0
    assert pace.opens(Used(days_before=0, today=500), NOON) == tomorrow
    assert pace.opens(Used(days_before=0, today=499), NOON) == NOON
    assert pace.room(Used(days_before=2, today=9999), NOON) is None


CAMPAIGN = Campaign("c", "e", 1, "f", "alle", 10, NOON)


@pytest.mark.parametrize(
    ("plan", "person", "expected"),
    [(None, None, None), (100, None, 100), (100, 50, 50), (100, 500, 100), (None, 50, 50)],
)
def test_a_person_makes_it_only_slower_than_the_plan(
    plan: int | None, person: int | None, expected: int | None
) -> None:
    pace = SendingPlan(per_hour=plan).pace_of(
        replace(CAMPAIGN, per_hour=person), sender="x", at=NOON, zone=UTC
    )
    assert [lane.per_hour for lane in pace.lanes] == ([expected] if expected else [])


def test_groups_are_shared_by_campaigns_and_a_warm_up_waits_for_the_morning() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    plan = SendingPlan(
        groups=(DomainGroup("Microsoft", 60, frozenset({"live.nl"})),), warm_up=(500,)
    )
    late = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)  # the second of December in Amsterdam
    one, other = (
        plan.pace_of(replace(CAMPAIGN, id=name), sender="x", at=late, zone=zone) for name in "ab"
    )
    assert one.lanes == other.lanes
    assert one.warm_up is not None
    assert one.warm_up.today == date(2026, 12, 2)
    assert one.warm_up.tomorrow == datetime(2026, 12, 3, 8, tzinfo=zone)


@pytest.mark.parametrize("seed", range(50))
def test_retries_come_later_each_time_and_not_together(seed: int) -> None:
    minutes = [retry_delay(600, tried, seed) / timedelta(minutes=1) for tried in (1, 2, 3, 4)]
    bounds = [(5, 15), (15, 45), (45, 135), (135, 405)]
    assert all(low <= one <= high for one, (low, high) in zip(minutes, bounds, strict=True))
    assert retry_delay(600, 1, seed) == retry_delay(600, 1, seed)
    assert retry_delay(600, 1, seed) != retry_delay(600, 1, seed + 1)
    assert retry_delay(0, 3, seed) == timedelta(0)


@pytest.mark.parametrize(
    ("wrong", "judged", "passed"),
    [(24, 24, False), (25, 250, False), (26, 250, True), (0, 0, False)],
)
def test_a_bound_is_passed_by_share_and_number(wrong: int, judged: int, passed: bool) -> None:
    assert Bound(percent=10, at_least=25).passed(wrong, judged) is passed
