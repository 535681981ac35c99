"""Claims on real databases: limits shared by all senders, leases renewed, the dead taken up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.domain.audience import Subscriber, Suppression, SuppressionReason, address_hash
from omroeper.domain.delivery import (
    Attempt,
    Campaign,
    CampaignState,
    Delivery,
    Outcome,
    SkipReason,
    Tally,
)
from omroeper.domain.pace import UNLIMITED, Lane, Pace, WarmUp
from omroeper.services.send import begin_sending
from tests.fixtures_database import SECRET
from tests.fixtures_relay import frozen

NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
LEASE = timedelta(minutes=15)
TOMORROW = NOW + timedelta(hours=22)


def started(store: DatabaseStore, size: int) -> Campaign:
    campaign = frozen(store, size)
    begin_sending(store, campaign.id, NOW)
    return campaign


def claim(
    store: DatabaseStore,
    campaign: Campaign,
    pace: Pace = UNLIMITED,
    *,
    worker: str = "w",
    at: datetime = NOW,
    limit: int = 100,
) -> tuple[Delivery, ...]:
    return store.claim(
        campaign.id, worker=worker, limit=limit, lease_until=at + LEASE, at=at, pace=pace
    )


def mark(
    store: DatabaseStore,
    campaign: Campaign,
    wanted: tuple[Delivery, ...],
    *,
    worker: str = "w",
    at: datetime = NOW,
    renew: bool = False,
) -> frozenset[int]:
    seen = store.hand_over(
        wanted, campaign=campaign.id, worker=worker, at=at, lease_until=at + LEASE, renew=renew
    )
    return seen.allowed


def ids(found: tuple[Delivery, ...]) -> list[int]:
    return [delivery.id for delivery in found]


def per_hour(count: int) -> Pace:
    return Pace((Lane("campaign:x", count),))


def test_an_hours_limit_holds_for_all_senders_together(each_database_url: str) -> None:
    """Six senders at once, each with a connection of its own, get a minute's worth in all."""
    with open_store(each_database_url, SECRET) as store:
        campaign = started(store, 60)
        together = threading.Barrier(6)

        def work(number: int) -> int:
            with open_store(each_database_url, SECRET) as mine:
                together.wait(30)
                return len(claim(mine, campaign, per_hour(600), worker=f"w{number}", limit=5))

        with ThreadPoolExecutor(6) as pool:
            got = list(pool.map(work, range(6)))
        assert sum(got) == 10  # 600 an hour with a minute's worth at once
        opens = store.next_moment(campaign.id, NOW, per_hour(600))
        assert opens is not None
        assert NOW < opens <= NOW + timedelta(minutes=1)
        assert claim(store, campaign, per_hour(600), at=opens)


def test_a_full_domain_holds_up_no_other(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(
        Subscriber(f"a{number:02d}", f"R{number}@Hotmail.com") for number in range(20)
    )
    campaign = started(each_store, 10)
    pace = Pace((Lane("domains:Microsoft", 120, frozenset({"hotmail.com"})),))
    first = claim(each_store, campaign, pace, limit=8)
    assert len(first) == 2  # the first eight are all Microsoft's, and two a minute may go
    rest = claim(each_store, campaign, pace)
    assert {one.address.rpartition("@")[2] for one in rest} == {"school.example"}
    assert len(rest) == 10
    assert claim(each_store, campaign, pace) == ()
    opens = each_store.next_moment(campaign.id, NOW, pace)
    assert opens is not None
    assert NOW < opens <= NOW + timedelta(minutes=1)
    assert len(claim(each_store, campaign, pace, at=opens)) >= 1


def test_a_warm_up_counts_days_of_sending_for_all_campaigns(each_store: DatabaseStore) -> None:
    campaign = started(each_store, 30)

    def day(number: int) -> Pace:
        today = date(2024, 10, 15) + timedelta(days=number)
        return Pace((), WarmUp("x.example", (5, 8), today, TOMORROW))

    assert len(claim(each_store, campaign, day(0), limit=3)) == 3
    more = claim(each_store, campaign, day(0))
    assert len(more) == 2
    assert each_store.next_moment(campaign.id, NOW, day(0)) == TOMORROW
    each_store.release(ids(more), worker="w", pace=day(0))  # a relay that could not be used
    assert len(claim(each_store, campaign, day(0))) == 2
    assert len(claim(each_store, campaign, day(7))) == 8  # a week without mail is no warm-up
    assert len(claim(each_store, campaign, day(8))) == 17


def test_what_was_not_marked_is_free_again_and_what_was_is_uncertain(
    each_store: DatabaseStore,
) -> None:
    campaign = started(each_store, 6)
    dead = claim(each_store, campaign, worker="dead")
    assert mark(each_store, campaign, dead[:2], worker="dead") == {dead[0].id, dead[1].id}
    assert each_store.recover(campaign.id, NOW + LEASE) == 0  # it may still be at it
    later = NOW + LEASE + timedelta(seconds=1)
    assert each_store.recover(campaign.id, later) == 2
    assert each_store.tally(campaign.id) == Tally(6, pending=4, uncertain=2)
    again = claim(each_store, campaign, worker="other", at=later)
    assert ids(again) == ids(dead[2:])
    assert {one.attempts for one in again} == {1}


def test_a_sender_that_slept_past_its_lease_hands_over_nothing_of_another(
    each_store: DatabaseStore,
) -> None:
    campaign = started(each_store, 4)
    mine = claim(each_store, campaign, worker="slow")
    later = NOW + LEASE + timedelta(seconds=1)
    each_store.recover(campaign.id, later)
    other = claim(each_store, campaign, worker="quick", at=later, limit=3)
    assert mark(each_store, campaign, mine, worker="slow", at=later) == frozenset()
    assert mark(each_store, campaign, other, worker="quick", at=later) == set(ids(other))
    each_store.release(ids(mine), worker="slow")
    assert each_store.tally(campaign.id) == Tally(4, pending=1, claimed=3)


def test_a_lease_is_renewed_for_all_a_worker_holds(each_store: DatabaseStore) -> None:
    campaign = started(each_store, 4)
    mine = claim(each_store, campaign)
    halfway, end = NOW + LEASE / 2, NOW + LEASE + timedelta(seconds=1)
    mark(each_store, campaign, mine[:1], at=halfway, renew=True)
    each_store.recover(campaign.id, end)
    assert each_store.tally(campaign.id) == Tally(4, claimed=4)
    assert mark(each_store, campaign, mine[1:], at=end) == set(ids(mine[1:]))


def test_the_last_look_skips_who_left_was_suppressed_or_erased(each_store: DatabaseStore) -> None:
    campaign = started(each_store, 4)
    mine = claim(each_store, campaign)
    left, bounced = mine[0], mine[1]
    each_store.unsubscribe(left.subscriber, NOW, source="test")
    hashed = address_hash(bounced.address, SECRET)
    each_store.suppress(Suppression(hashed, SuppressionReason.HARD_BOUNCE, NOW))
    seen = each_store.hand_over(
        mine, campaign=campaign.id, worker="w", at=NOW, lease_until=NOW + LEASE
    )
    assert seen.skipped == {
        left.id: SkipReason.UNSUBSCRIBED,
        bounced.id: SkipReason.SUPPRESSED,
    }
    assert seen.allowed == set(ids(mine[2:]))
    assert each_store.tally(campaign.id) == Tally(4, claimed=2, skipped=2)


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.CANCELLED])
def test_nothing_is_marked_once_a_person_stopped_it(
    each_store: DatabaseStore, state: CampaignState
) -> None:
    campaign = started(each_store, 2)
    mine = claim(each_store, campaign)
    each_store.move_campaign(campaign.id, state)
    seen = each_store.hand_over(
        mine, campaign=campaign.id, worker="w", at=NOW, lease_until=NOW + LEASE
    )
    assert (seen.state, seen.allowed) == (state, frozenset())
    each_store.recover(campaign.id, NOW + 2 * LEASE)
    assert each_store.tally(campaign.id) == Tally(2, pending=2)


def test_a_retry_waits_for_its_moment_and_comes_before_new_ones(each_store: DatabaseStore) -> None:
    campaign = started(each_store, 3)
    (first,) = claim(each_store, campaign, limit=1)
    again = NOW + timedelta(minutes=7)
    each_store.settle((Attempt(first.id, Outcome.RETRY, "451", again),), worker="w", at=NOW)
    assert each_store.next_moment(campaign.id, NOW) == NOW
    assert first.id not in ids(claim(each_store, campaign, limit=1))
    assert ids(claim(each_store, campaign, at=again, limit=1)) == [first.id]
    claim(each_store, campaign)
    assert each_store.next_moment(campaign.id, again) is None


def test_only_so_many_send_at_once_and_the_dead_make_room(each_store: DatabaseStore) -> None:
    campaign = started(each_store, 1)

    def enlist(name: str, at: datetime = NOW) -> bool:
        return each_store.enlist(campaign.id, name, at=at, until=at + LEASE, most=2)

    assert [enlist("a"), enlist("b"), enlist("c"), enlist("a")] == [True, True, False, True]
    each_store.leave(campaign.id, "a")
    assert enlist("c")
    assert each_store.senders(campaign.id, NOW) == 2
    assert enlist("d", NOW + LEASE + timedelta(seconds=1))


def test_the_speed_is_counted_from_the_first_that_was_sent(each_store: DatabaseStore) -> None:
    """Not from the freezing, which settles whoever is suppressed."""
    campaign = started(each_store, 3)
    mine = claim(each_store, campaign, limit=2)
    each_store.cancel_pending(campaign.id, NOW - timedelta(minutes=9))
    since = NOW - timedelta(minutes=10)
    assert each_store.first_sent_since(campaign.id, since) is None
    for number, one in enumerate(mine):
        done = (Attempt(one.id, Outcome.ACCEPTED, "250"),)
        each_store.settle(done, worker="w", at=NOW + timedelta(minutes=number))
    assert each_store.first_sent_since(campaign.id, since) == NOW
    assert each_store.ended_since(campaign.id, NOW).total() == 2
