"""A batch at a relay that takes its time: who leaves meanwhile is not mailed, and its lease holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import Attempt, Delivery, Outcome, Tally
from omroeper.domain.errors import RenderingError
from omroeper.ports import OutgoingMail
from omroeper.services.send import send_batch
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for, prepare


@dataclass
class Slow:
    """A relay at which time passes and things happen before it takes a message."""

    clock: FixedClock
    happens: Callable[[int], timedelta]
    description: str = "slow"

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for number, message in enumerate(messages, 1):
            self.clock.moment += self.happens(number)
            yield Attempt(message.delivery, Outcome.ACCEPTED, "250")


def test_who_leaves_while_the_relay_stalls_is_not_mailed(each_store: DatabaseStore) -> None:
    """The fourth message opens a chunk of four and takes two seconds; the sixth reader leaves."""
    campaign, clock = prepare(each_store, 8), FixedClock(NOW)

    def happens(number: int) -> timedelta:
        if number == 4:
            each_store.unsubscribe("key000006", NOW, source="test")
        return timedelta(seconds=2 if number == 4 else 0)

    sent = send_batch(
        each_store,
        Slow(clock, happens),
        message_for,
        campaign,
        worker="w",
        clock=clock,
        rules=RULES,
    )
    assert (sent.accepted, sent.skipped) == (7, 1)
    assert each_store.tally(campaign.id) == Tally(8, accepted=7, skipped=1)


def test_a_batch_that_takes_longer_than_its_lease_stays_its_own(each_store: DatabaseStore) -> None:
    """Ten messages of fifteen seconds, a lease of a minute, and another worker that looks each time."""
    campaign, clock = prepare(each_store, 10), FixedClock(NOW)

    def happens(_: int) -> timedelta:
        at = clock.now()
        assert each_store.recover(campaign.id, at) == 0
        assert each_store.claim(campaign.id, worker="o", limit=9, lease_until=at, at=at) == ()
        return timedelta(seconds=15)

    send_batch(
        each_store,
        Slow(clock, happens),
        message_for,
        campaign,
        worker="w",
        clock=clock,
        rules=RULES,
    )
    assert each_store.tally(campaign.id) == Tally(10, accepted=10)


@pytest.mark.parametrize("chunk", [1, 4])
def test_a_copy_that_cannot_be_made_stops_no_other(store: DatabaseStore, chunk: int) -> None:
    campaign, clock = prepare(store, 6), FixedClock(NOW)

    def broken(delivery: Delivery, at: object) -> OutgoingMail:
        if delivery.subscriber == "key000003":
            raise RenderingError("its domain is none", thing="address", remedy="Mend it.")
        return message_for(delivery, NOW)

    sent = send_batch(
        store,
        Slow(clock, lambda _: timedelta(0)),
        broken,
        campaign,
        worker="w",
        clock=clock,
        rules=replace(RULES, chunk=chunk),
    )
    assert (sent.accepted, sent.refused) == (5, 1)
    assert any("not made: its domain is none" in reply for _, reply in store.replies(campaign.id))
