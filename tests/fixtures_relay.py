"""A mail relay on loopback that follows a script, and the account every campaign must end with."""

import contextlib
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.smtp import SmtpMailer
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Campaign, CampaignState, DeliveryState
from omroeper.domain.edition import EditionState
from omroeper.services.send import finish_sending, freeze_audience
from omroeper.settings import SmtpSettings
from tests.samples import WHEN, FixedClock, approved_draft, people


class Relay(socketserver.ThreadingTCPServer):
    """An SMTP server that counts what it takes, and can stop at one recipient's message.

    `hold` is (recipient, "before" or "after" it took the message); `held` is set when it is there.
    `script` holds replies per verb other than the usual ones ("." is the message's last line).
    With `together` the first two sessions wait for each other at their first message.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        hold: tuple[str, str] = ("", ""),
        *,
        script: dict[str, Iterator[str]] | None = None,
        together: bool = False,
    ) -> None:
        self.hold = hold
        self.script = script or {}
        self.together = threading.Barrier(2) if together else None
        self.sessions = count()
        self.heard: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.held, self.released, self.left = (threading.Event() for _ in range(3))
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
        meets = self.server.together if next(self.server.sessions) < 2 else None
        with contextlib.suppress(ConnectionError):
            self._say("", "220 relay")
            for raw in self.rfile:
                line = raw.decode(errors="replace").strip()
                verb = line[:4].upper()
                self.server.heard[verb] += 1
                if verb == "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                if verb == "DATA":
                    if meets:
                        meets.wait(60)
                        meets = None
                    self._take(recipient)
                else:
                    self._say(verb, {"STAR": "454 no TLS", "QUIT": "221 bye"}.get(verb, "250 ok"))
        self.server.left.set()

    def _take(self, recipient: str) -> None:
        self.server.stop_at(recipient, "before")
        self._say("DATA", "354 go on")
        while (told := self.rfile.readline()) != b".\r\n":
            if not told:
                return
        self.server.taken[recipient] += 1
        self.server.stop_at(recipient, "after")
        self._say(".", "250 taken")

    def _say(self, verb: str, usual: str) -> None:
        reply = next(self.server.script.get(verb, iter(())), usual)
        self.wfile.write(f"{reply}\r\n".encode())


StartRelay = Callable[[Relay], Relay]


@pytest.fixture
def start_relay() -> Iterator[StartRelay]:
    """Lets a relay answer until the test ends."""
    started: list[Relay] = []

    def start(relay: Relay) -> Relay:
        started.append(relay)
        threading.Thread(target=relay.serve_forever, args=(0.02,), daemon=True).start()
        return relay

    yield start
    for relay in started:
        relay.released.set()
        relay.shutdown()
        relay.server_close()


def mailer_to(relay: Relay, **settings: Any) -> SmtpMailer:
    chosen = replace(SmtpSettings("127.0.0.1", relay.port, "none"), **settings)
    return SmtpMailer(chosen, timeout_seconds=10)


def frozen(store: DatabaseStore, size: int) -> Campaign:
    """A campaign that no sender has begun yet, to p1 … pN."""
    draft = approved_draft(store)
    store.add_subscribers(people(size))
    clock = FixedClock(WHEN)
    return freeze_audience(
        store, draft, Segment("alle", "Iedereen"), clock, mail_domain="omroeper.example"
    )


def addresses(first: int, last: int) -> set[str]:
    return {f"p{number}@school.example" for number in range(first, last + 1)}


def addresses_in(store: DatabaseStore, campaign: Campaign, state: DeliveryState) -> set[str]:
    return {delivery.address for delivery in store.deliveries_in(campaign.id, state)}


def assert_ended(store: DatabaseStore, campaign: Campaign, relay: Relay, at: datetime) -> None:
    """Every copy in one final state that agrees with the relay; campaign and edition ended."""
    assert finish_sending(store, campaign.id, at)
    accepted = addresses_in(store, campaign, DeliveryState.ACCEPTED)
    uncertain = addresses_in(store, campaign, DeliveryState.UNCERTAIN)
    assert max(relay.taken.values()) == 1
    assert accepted <= set(relay.taken) <= accepted | uncertain
    assert not accepted & uncertain
    assert len(accepted) + len(uncertain) == campaign.size == store.tally(campaign.id).settled
    ended = store.campaign(campaign.id)
    assert ended is not None
    assert ended.state is CampaignState.FINISHED
    assert store.state(campaign.edition) is EditionState.SENT
    assert [entry.what for entry in store.audit_log(campaign.edition)].count("sent") == 1
