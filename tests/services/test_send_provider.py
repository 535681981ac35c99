"""Promise 2 through an HTTP API: whatever SES does to its replies, nobody is mailed twice."""

import contextlib
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.ses import SesMailer
from omroeper.demo.ses import AFTER_TAKING, Fault, SesSimulator
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Campaign, DeliveryState, Tally
from omroeper.domain.errors import SendingError
from omroeper.services.send import (
    SendingRules,
    begin_sending,
    finish_sending,
    freeze_audience,
    send_batch,
)
from tests.fixtures_ses import mail_for
from tests.samples import FixedClock, approved_draft, people

NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
RULES = SendingRules(batch_size=12, lease_seconds=60, retry_seconds=0, max_attempts=50)
CLEAR = (None, None, None, Fault.THROTTLED)
UNCLEAR = (Fault.DROPPED, Fault.FAILED, Fault.REPLY_LOST, Fault.FAILED_AFTER, Fault.GARBLED)
READERS = 40


@pytest.mark.parametrize(("senders", "connections"), [(1, 1), (1, 4), (2, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_lost_replies_never_send_twice(
    each_store: DatabaseStore,
    ses: SesSimulator,
    ses_mailer: Callable[..., SesMailer],
    seed: int,
    senders: int,
    connections: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("omroeper.adapters.ses.tempo.PAUSE_SECONDS", 0.0)
    chance = random.Random(seed)
    faults = [chance.choice((*CLEAR, *UNCLEAR)) for _ in range(READERS * 2)]
    ses.state.faults.extend(faults)
    campaign = prepare(each_store, READERS)
    mailers = [ses_mailer(connections) for _ in range(senders)]
    with ThreadPoolExecutor(senders) as threads:
        runs = [threads.submit(send_all, each_store, one, campaign) for one in mailers]
    for run in runs:
        run.result()
    tally = each_store.tally(campaign.id)
    befallen = Counter(faults[: ses.state.requests])
    sent_to = Counter(one.recipient for one in ses.state.taken)
    assert max(sent_to.values()) == 1
    assert tally == Tally(
        READERS,
        accepted=len(sent_to) - sum(befallen[fault] for fault in AFTER_TAKING),
        uncertain=sum(befallen[fault] for fault in UNCLEAR),
    )
    assert finish_sending(each_store, campaign.id, NOW)
    uncertain = each_store.deliveries_in(campaign.id, DeliveryState.UNCERTAIN)
    never_taken = {one.address for one in people(READERS)} - sent_to.keys()
    assert never_taken <= {delivery.address for delivery in uncertain}


def test_an_account_that_may_not_send_costs_no_attempt(
    each_store: DatabaseStore, ses: SesSimulator, ses_mailer: Callable[..., SesMailer]
) -> None:
    ses.state.refuse = ("SendingPausedException", "Sending paused for this account.")
    campaign = prepare(each_store, 5)
    with pytest.raises(SendingError, match="resume"):
        send_once(each_store, ses_mailer(4), campaign, "a")
    waiting = each_store.deliveries_in(campaign.id, DeliveryState.PENDING)
    assert [delivery.attempts for delivery in waiting] == [0] * 5
    ses.state.refuse = None
    send_once(each_store, ses_mailer(4), campaign, "b")
    assert each_store.tally(campaign.id) == Tally(5, accepted=5)


def test_the_ledger_keeps_what_ses_called_each_message(
    each_store: DatabaseStore, ses: SesSimulator, ses_mailer: Callable[..., SesMailer]
) -> None:
    campaign = prepare(each_store, 1)
    send_once(each_store, ses_mailer(), campaign, "a")
    told = {(DeliveryState.ACCEPTED, f"taken by Amazon SES as {ses.state.taken[0].message_id}"): 1}
    assert each_store.replies(campaign.id) == told


def prepare(store: DatabaseStore, count: int) -> Campaign:
    draft = approved_draft(store)
    store.add_subscribers(people(count))
    everyone = Segment("alle", "Iedereen")
    campaign = freeze_audience(
        store, draft, everyone, FixedClock(NOW), mail_domain="omroeper.example"
    )
    begin_sending(store, campaign.id, NOW)
    return campaign


def send_all(store: DatabaseStore, mailer: SesMailer, campaign: Campaign) -> None:
    """Batches until all is settled, by whoever; what stops one run is taken up by the next."""
    for number in range(READERS * 20):
        if store.tally(campaign.id).finished:
            break
        with contextlib.suppress(SendingError):
            send_once(store, mailer, campaign, f"{id(mailer)}:{number}")


def send_once(store: DatabaseStore, mailer: SesMailer, campaign: Campaign, worker: str) -> None:
    clock = FixedClock(NOW + timedelta(seconds=1))
    send_batch(store, mailer, mail_for, campaign, worker=worker, clock=clock, rules=RULES)
