"""Promise 2 when a sender dies: a real process, killed in the middle of a real SMTP dialogue."""

import contextlib
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.smtp import SmtpMailer
from omroeper.domain.delivery import Campaign, Tally
from omroeper.domain.errors import SendingError
from omroeper.services.send import begin_sending, finish_sending, send_batch
from omroeper.settings import SmtpSettings
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for, prepare, send_all

LATER = NOW + timedelta(seconds=RULES.lease_seconds + 1)
SENDER = """
import sys
from omroeper.adapters.database import open_store
from omroeper.adapters.smtp import SmtpMailer
from omroeper.services.send import send_batch
from omroeper.settings import SmtpSettings
from tests.fixtures_database import SECRET
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for

url, port, campaign_id, worker = sys.argv[1:]
mailer = SmtpMailer(SmtpSettings("127.0.0.1", int(port), "none"), timeout_seconds=30)
with open_store(url, SECRET) as store:
    campaign = store.campaign(campaign_id)
    for _ in range(campaign.size // RULES.batch_size + 2):
        send_batch(
            store, mailer, message_for, campaign, worker=worker, clock=FixedClock(NOW), rules=RULES
        )
"""


class Relay(socketserver.ThreadingTCPServer):
    """An SMTP server that counts what it takes, and can stop at one recipient's message.

    `hold` is (recipient, "before" or "after" it took the message); `held` is set when it is there.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, hold: tuple[str, str] = ("", ""), *, greeting: str = "250 relay") -> None:
        self.hold = hold
        self.greeting = greeting
        self.taken: Counter[str] = Counter()
        self.held = threading.Event()
        self.released = threading.Event()
        super().__init__(("127.0.0.1", 0), _Dialogue)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def stop_at(self, recipient: str, moment: str) -> None:
        if self.hold == (recipient, moment):
            self.held.set()
            self.released.wait(60)


class _Dialogue(socketserver.StreamRequestHandler):
    server: Relay

    def handle(self) -> None:
        recipient = ""
        self._say("220 relay")
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb == "EHLO":
                self._say(self.server.greeting)
            elif verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self._say("250 ok")
            elif verb == "DATA":
                self.server.stop_at(recipient, "before")
                self._say("354 go on")
                while (told := self.rfile.readline()) != b".\r\n":
                    if not told:
                        return
                self.server.taken[recipient] += 1
                self.server.stop_at(recipient, "after")
                self._say("250 taken")
            elif verb == "STAR":
                self._say("454 no TLS today")
            elif verb == "AUTH":
                self._say("535 no")
            else:
                self._say("221 bye" if verb == "QUIT" else "250 ok")

    def _say(self, reply: str) -> None:
        with contextlib.suppress(ConnectionError):
            self.wfile.write(f"{reply}\r\n".encode())


@pytest.fixture
def relays() -> Iterator[list[Relay]]:
    started: list[Relay] = []
    yield started
    for relay in started:
        relay.released.set()
        relay.shutdown()
        relay.server_close()


def run(relay: Relay, relays: list[Relay]) -> Relay:
    threading.Thread(target=relay.serve_forever, daemon=True).start()
    relays.append(relay)
    return relay


def start_sender(
    url: str, relay: Relay, campaign: Campaign, worker: str
) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-c", SENDER, url, str(relay.port), campaign.id, worker]
    return subprocess.Popen(arguments)


def mailer_to(relay: Relay, **settings: str) -> SmtpMailer:
    chosen = {"security": "none", **settings}
    return SmtpMailer(SmtpSettings("127.0.0.1", relay.port, **chosen), timeout_seconds=10)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_sender_leaves_no_second_copy_and_no_copy_without_account(
    each_store: DatabaseStore, each_database_url: str, relays: list[Relay], moment: str
) -> None:
    """Killed at the fourth of ten: its batch is uncertain, the next sender mails only the rest."""
    campaign = prepare(each_store, 25)
    relay = run(Relay(("p4@school.example", moment)), relays)
    sender = start_sender(each_database_url, relay, campaign, "killed")
    try:
        assert relay.held.wait(60)
    finally:
        sender.kill()
        sender.wait()
    relay.hold = ("", "")
    relay.released.set()

    begin_sending(each_store, campaign.id, NOW)  # its lease still runs: nobody touches its batch
    assert each_store.tally(campaign.id).claimed == RULES.batch_size
    begin_sending(each_store, campaign.id, LATER)
    tally = send_all(each_store, mailer_to(relay), campaign)

    assert tally == Tally(25, accepted=15, uncertain=RULES.batch_size)
    assert max(relay.taken.values()) == 1
    assert {f"p{n}@school.example" for n in range(11, 26)} <= set(relay.taken)
    assert relay.taken["p4@school.example"] == (1 if moment == "after" else 0)
    assert finish_sending(each_store, campaign.id, LATER)


def test_two_senders_at_once_share_the_work_and_no_copy(
    each_store: DatabaseStore, each_database_url: str, relays: list[Relay]
) -> None:
    campaign = prepare(each_store, 60)
    relay = run(Relay(), relays)
    senders = [start_sender(each_database_url, relay, campaign, f"w{n}") for n in range(2)]
    assert [sender.wait(60) for sender in senders] == [0, 0]
    assert each_store.tally(campaign.id) == Tally(60, accepted=60)
    assert len(relay.taken) == 60
    assert max(relay.taken.values()) == 1


@pytest.mark.parametrize(
    ("greeting", "settings"),
    [
        ("250 relay", {"security": "starttls"}),
        ("250-relay\r\n250 STARTTLS", {"security": "starttls"}),
        ("250 AUTH PLAIN LOGIN", {"user": "desk", "password": "wrong"}),
        ("250 relay", {"user": "desk", "password": "no AUTH offered"}),
    ],
    ids=["no STARTTLS", "STARTTLS refused", "AUTH refused", "no AUTH"],
)
def test_a_relay_that_cannot_be_used_loses_nothing(
    store: DatabaseStore, relays: list[Relay], greeting: str, settings: dict[str, str]
) -> None:
    campaign = prepare(store, 5)
    bad = run(Relay(greeting=greeting), relays)
    with pytest.raises(SendingError, match="Check OMROEPER_SMTP_") as caught:
        send_batch(
            store, mailer_to(bad, **settings), message_for, campaign,
            worker="w", clock=FixedClock(NOW), rules=RULES,
        )  # fmt: skip
    assert "wrong" not in caught.value.sentence
    assert not bad.taken
    good = run(Relay(), relays)
    assert send_all(store, mailer_to(good), campaign) == Tally(5, accepted=5)
