"""Promise 2 when a sender dies: a real process, killed in the middle of a real SMTP dialogue."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import Campaign, DeliveryState, Tally
from omroeper.domain.edition import EditionState
from omroeper.services.send import begin_sending, finish_sending
from tests.fixtures_relay import (
    Relay,
    StartRelay,
    addresses,
    addresses_in,
    assert_ended,
    frozen,
    mailer_to,
)
from tests.services.test_send import NOW, RULES, send_all

LATER = NOW + timedelta(seconds=RULES.lease_seconds + 1)
SENDER = """
import itertools, os, signal, sys
from dataclasses import replace
from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.smtp import SmtpMailer
from omroeper.services.send import begin_sending, finish_sending, send_batch
from omroeper.settings import SmtpSettings
from tests.fixtures_database import SECRET
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for

url, port, campaign_id, worker, batch, dies_before_write = sys.argv[1:]
rules, writes, writing = replace(RULES, batch_size=int(batch)), itertools.count(1), DatabaseStore._writing

def mortal(store):
    if next(writes) == int(dies_before_write):
        os.kill(os.getpid(), signal.SIGKILL)
    return writing(store)

DatabaseStore._writing = mortal
mailer = SmtpMailer(SmtpSettings("127.0.0.1", int(port), "none"), timeout_seconds=30)
with open_store(url, SECRET) as store:
    campaign = store.campaign(campaign_id)
    begin_sending(store, campaign_id, NOW)
    while send_batch(
        store, mailer, message_for, campaign, worker=worker, clock=FixedClock(NOW), rules=rules
    ).claimed:
        pass
    finish_sending(store, campaign_id, NOW)
"""


def start_sender(
    url: str, relay: Relay, campaign: Campaign, worker: str, *, batch: int = 10, dies: int = 0
) -> subprocess.Popen[bytes]:
    told = [url, str(relay.port), campaign.id, worker, str(batch), str(dies)]
    return subprocess.Popen([sys.executable, "-c", SENDER, *told])


@pytest.mark.parametrize(
    ("stop", "moment", "settled", "marked"),
    [(4, "before", 3, 7), (4, "after", 3, 7), (28, "after", 15, 30)],
    ids=["before DATA", "reply lost", "reply lost in the fifth chunk"],
)
def test_a_killed_sender_leaves_no_second_copy_and_no_copy_without_account(
    each_store: DatabaseStore,
    each_database_url: str,
    start_relay: StartRelay,
    stop: int,
    moment: str,
    settled: int,
    marked: int,
) -> None:
    """Killed in a batch of thirty, in chunks of 1, 2, 4, 8, 15: only the chunk is uncertain."""
    campaign = frozen(each_store, 45)
    relay = start_relay(Relay((f"p{stop}@school.example", moment)))
    sender = start_sender(each_database_url, relay, campaign, "killed", batch=30)
    try:
        assert relay.held.wait(60)
    finally:
        sender.kill()
        assert sender.wait() == -signal.SIGKILL
    relay.hold = ("", "")
    relay.released.set()
    handed_over = stop if moment == "after" else stop - 1
    assert set(relay.taken) == addresses(1, handed_over)

    begin_sending(each_store, campaign.id, NOW)  # its lease still runs: nobody touches its batch
    tally = send_all(each_store, mailer_to(relay), campaign)
    assert tally == Tally(45, accepted=settled + 15, claimed=30 - settled)
    assert not finish_sending(each_store, campaign.id, NOW)
    begin_sending(each_store, campaign.id, LATER)
    tally = send_all(each_store, mailer_to(relay), campaign)

    lost = marked - settled
    assert tally == Tally(45, accepted=45 - lost, uncertain=lost)
    uncertain = addresses_in(each_store, campaign, DeliveryState.UNCERTAIN)
    assert uncertain == addresses(settled + 1, marked)
    assert set(relay.taken) == addresses(1, handed_over) | addresses(marked + 1, 45)
    assert_ended(each_store, campaign, relay, LATER)


@pytest.mark.parametrize("write", range(1, 15))
def test_a_sender_killed_before_any_of_its_writes_is_taken_up(
    store: DatabaseStore, sqlite_url: str, start_relay: StartRelay, write: int
) -> None:
    """Begin (three writes), recover, claim, mark one, mark two more and settle the first, settle
    those, recover, claim nothing, finish (three): there is no fourteenth to die at."""
    campaign = frozen(store, 3)
    relay = start_relay(Relay())
    sender = start_sender(sqlite_url, relay, campaign, "killed", dies=write)
    assert sender.wait(60) == (-signal.SIGKILL if write < 14 else 0)
    uncertain = {7: 1, 8: 2}.get(write, 0)
    assert len(relay.taken) == (0 if write < 7 else 1 if write == 7 else 3)
    begin_sending(store, campaign.id, LATER)
    tally = send_all(store, mailer_to(relay), campaign)
    assert tally == Tally(3, accepted=3 - uncertain, uncertain=uncertain)
    assert_ended(store, campaign, relay, LATER)


def test_two_senders_at_once_share_the_work_and_no_copy(
    each_store: DatabaseStore, each_database_url: str, start_relay: StartRelay
) -> None:
    """Both are in the middle of a batch when the first message is taken."""
    campaign = frozen(each_store, 60)
    relay = start_relay(Relay(together=True))
    senders = [start_sender(each_database_url, relay, campaign, f"w{n}") for n in range(2)]
    assert [sender.wait(60) for sender in senders] == [0, 0]
    assert each_store.tally(campaign.id) == Tally(60, accepted=60)
    assert relay.taken == dict.fromkeys(addresses(1, 60), 1)
    assert each_store.state(campaign.edition) is EditionState.SENT


def test_two_senders_may_begin_and_finish_in_step(
    each_store: DatabaseStore, start_relay: StartRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both read the campaign's state before either of them moves it on."""
    campaign, relay = frozen(each_store, 2), start_relay(Relay())
    read, both = DatabaseStore.campaign, threading.Barrier(2)
    met: set[int] = set()

    def in_step(self: DatabaseStore, campaign_id: str) -> Campaign | None:
        found = read(self, campaign_id)
        if threading.get_ident() not in met:
            met.add(threading.get_ident())
            both.wait(30)
        return found

    def twice(step: str) -> list[object]:
        act = begin_sending if step == "begin" else finish_sending
        with monkeypatch.context() as patch, ThreadPoolExecutor(2) as pool:
            met.clear()
            patch.setattr(DatabaseStore, "campaign", in_step)
            asked = [pool.submit(act, each_store, campaign.id, NOW) for _ in range(2)]
            return [one.result() for one in asked]

    assert twice("begin") == [Tally(2, pending=2)] * 2
    assert send_all(each_store, mailer_to(relay), campaign) == Tally(2, accepted=2)
    assert twice("finish") == [True, True]
    assert each_store.state(campaign.edition) is EditionState.SENT
