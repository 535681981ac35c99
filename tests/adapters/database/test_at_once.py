"""What two do at the same moment: one hands over, one freezes, one notes it."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import Campaign, Delivery
from omroeper.services.send import begin_sending, freeze_audience
from tests.fixtures_relay import frozen
from tests.samples import FixedClock, approved_draft, people
from tests.services.test_send import EVERYONE, NOW

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


def test_two_who_freeze_at_once_get_the_same_campaign(
    each_store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are about to write the campaign when neither has; one audience is frozen."""
    draft = approved_draft(each_store)
    each_store.add_subscribers(people(20))
    insert, both = DatabaseStore._insert_new, threading.Barrier(2)

    def together(self: DatabaseStore, *given: Any) -> int:
        if each_store._engine.dialect.name == "postgresql":  # SQLite's writers take turns anyway
            both.wait(30)
        return insert(self, *given)

    def freeze(_: int) -> Campaign:
        return freeze_audience(
            each_store, draft, EVERYONE, FixedClock(NOW), mail_domain="omroeper.example"
        )

    monkeypatch.setattr(DatabaseStore, "_insert_new", together)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(freeze, range(2))
    assert one.id == other.id
    assert one.size == other.size == each_store.tally(one.id).pending == 20
    told = [entry.what for entry in each_store.audit_log(one.edition)]
    assert told.count("audience frozen") == 1
