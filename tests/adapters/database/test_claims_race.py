"""Two senders and one lease that runs out: whichever comes first, one of them may hand it over."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import Campaign, Delivery
from omroeper.services.send import begin_sending
from tests.fixtures_relay import frozen
from tests.services.test_send import NOW

LEASE = timedelta(seconds=60)
LATER = NOW + LEASE + timedelta(seconds=1)


def test_a_lease_that_runs_out_during_the_last_look_lets_one_sender_through(
    each_store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the slow sender's look and its mark, another finds its claim and takes it up."""
    campaign = frozen(each_store, 5)
    begin_sending(each_store, campaign.id, NOW)
    claimed = claim(each_store, campaign, "slow", NOW)
    pool, look = ThreadPoolExecutor(1), DatabaseStore._reasons
    slow, other = threading.get_ident(), Future[frozenset[int]]()

    def looked(self: DatabaseStore, *given: Any) -> Any:
        nonlocal other
        found = look(self, *given)
        if threading.get_ident() == slow:
            other = pool.submit(take_up, each_store, campaign)
            wait_for(other)
        return found

    monkeypatch.setattr(DatabaseStore, "_reasons", looked)
    mine = mark(each_store, campaign, claimed, "slow", NOW)
    assert mine | other.result(30)
    assert not mine & other.result(30)
    pool.shutdown()


def take_up(store: DatabaseStore, campaign: Campaign) -> frozenset[int]:
    store.recover(campaign.id, LATER)
    return mark(store, campaign, claim(store, campaign, "other", LATER), "other", LATER)


def claim(
    store: DatabaseStore, campaign: Campaign, worker: str, at: datetime
) -> tuple[Delivery, ...]:
    return store.claim(campaign.id, worker=worker, limit=10, lease_until=at + LEASE, at=at)


def mark(
    store: DatabaseStore,
    campaign: Campaign,
    wanted: tuple[Delivery, ...],
    worker: str,
    at: datetime,
) -> frozenset[int]:
    seen = store.hand_over(
        wanted, campaign=campaign.id, worker=worker, at=at, lease_until=at + LEASE
    )
    return seen.allowed


def wait_for(other: Future[frozenset[int]]) -> None:
    """Until it is done, or has had time to come where it must wait for this sender."""
    done = threading.Event()
    other.add_done_callback(lambda _: done.set())
    done.wait(1)
