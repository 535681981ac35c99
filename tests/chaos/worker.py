"""A sender as a process of its own, which dies where its plan says.

It does what the send flow does, with the desk's services, a real ledger and a real SmtpMailer.
The named boundaries are made here, by wrapping ledger and mailer: the desk itself knows of none.
"""

import logging
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from omroeper.adapters.database import engine as database_engine
from omroeper.adapters.database import open_store
from omroeper.adapters.smtp import SmtpMailer
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Attempt, Delivery
from omroeper.domain.errors import SendingError, SettingsError
from omroeper.domain.sending_plan import SendingPlan
from omroeper.ports import Mailer, OutgoingMail, Store
from omroeper.rendering.mime import Message
from omroeper.services.send import (
    SendingRules,
    begin_sending,
    finish_sending,
    freeze_audience,
    require_campaign,
    send_batch,
)
from omroeper.settings import SmtpSettings
from tests.chaos.journal import Journal, Step

SECRET = "only for the tests"
EVERYONE = Segment("alle", "Iedereen")
LEASE_SECONDS = 60
RULES = SendingRules(batch_size=12, lease_seconds=LEASE_SECONDS, retry_seconds=30, max_attempts=4)
BUSY_SECONDS = 1
"""How long a worker waits for a locked database here; the desk waits longer."""

STEPS = (
    "freeze",
    "audit_once",
    "move_campaign",
    "move",
    "recover",
    "claim",
    "hand_over",
    "settle",
    "release",
)
BOUNDARIES = (
    "before MAIL",
    "after reply",
    *(f"{when} {step}" for step in STEPS for when in ("before", "after")),
)
"""Where a worker may be told to die. What lies between, the relay does: Act.KILL at each moment."""


@dataclass(frozen=True, slots=True)
class Death:
    """SIGKILL at the `nth` time a boundary is passed."""

    boundary: str
    nth: int = 1


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """All a worker needs to know. `full_at` is the size in bytes no file of it may pass."""

    name: str
    folder: Path
    database_url: str
    relay: SmtpSettings
    edition: str
    death: Death | None = None
    full_at: int | None = None
    skew_seconds: float = 0.0
    timeout_seconds: float = 2.0
    rules: SendingRules = RULES


@dataclass(frozen=True, slots=True)
class MovedClock:
    """The time of day, moved by what its file says and by the worker's own skew."""

    file: Path
    skew_seconds: float = 0.0

    def now(self) -> datetime:
        moved = float(self.file.read_text() or 0) if self.file.exists() else 0.0
        return datetime.now(UTC) + timedelta(seconds=moved + self.skew_seconds)


def move_clock(file: Path, seconds: float) -> None:
    """Move the clock of every worker that reads this file, forward or back."""
    moved = float(file.read_text()) if file.exists() else 0.0
    new = file.with_suffix(".new")
    new.write_text(str(moved + seconds))
    new.replace(file)


class Mortal:
    """Counts how often each boundary is passed, and ends the process at one of them."""

    def __init__(self, death: Death | None) -> None:
        self._death = death
        self._left = death.nth if death else 0

    def passes(self, boundary: str) -> None:
        if self._death is None or boundary != self._death.boundary:
            return
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalStore:
    """The real store; its methods are boundaries, and what they did goes into the journal."""

    def __init__(self, store: Store, mortal: Mortal, journal: Journal) -> None:
        self._store, self._mortal, self._journal = store, mortal, journal

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return partial(self._call, name, found) if callable(found) else found

    def _call(self, name: str, method: Callable[..., Any], *given: Any, **named: Any) -> Any:
        self._mortal.passes(f"before {name}")
        if name == "hand_over":
            self._journal.write(Step.MARKING, [delivery.id for delivery in given[0]])
        result = method(*given, **named)
        self._note(name, given, result)
        self._mortal.passes(f"after {name}")
        return result

    def _note(self, name: str, given: tuple[Any, ...], result: Any) -> None:
        if name == "claim":
            self._journal.write(Step.CLAIMED, [delivery.id for delivery in result])
        elif name == "hand_over":
            self._journal.write(Step.SETTLED, [attempt.delivery for attempt in given[1]])
            self._journal.write(Step.MARKED, result.allowed)
            self._journal.write(Step.SETTLED, result.skipped)
            gone = {delivery.id for delivery in given[0]} - result.allowed - result.skipped.keys()
            self._journal.write(Step.LAPSED, gone)
        elif name == "settle":
            self._journal.write(Step.SETTLED, [attempt.delivery for attempt in given[0]])
        elif name == "release":
            self._journal.write(Step.RELEASED, given[0])


class MortalMailer:
    """The real mailer; a message asked for and an outcome told are boundaries."""

    def __init__(self, mailer: Mailer, mortal: Mortal, journal: Journal) -> None:
        self._mailer, self._mortal, self._journal = mailer, mortal, journal

    @property
    def description(self) -> str:
        return self._mailer.description

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for attempt in self._mailer.send(self._handed_over(messages)):
            note = f"{attempt.outcome}: {attempt.reply}"
            self._journal.write(Step.REPLIED, [attempt.delivery], note)
            self._mortal.passes("after reply")
            yield attempt

    def _handed_over(self, messages: Iterable[OutgoingMail]) -> Iterator[OutgoingMail]:
        for message in messages:
            self._journal.write(Step.HANDED_OVER, [message.delivery])
            self._mortal.passes("before MAIL")
            yield message


def message_for(delivery: Delivery, at: datetime, *, lines: int = 20) -> OutgoingMail:
    """A copy whose envelope tells the relay which worker sends it to whom (see dialogue.py)."""
    local = delivery.address.partition("@")[0]
    head = f"Message-ID: {delivery.message_id}\r\nSubject: x\r\n\r\n".encode()
    body = b".a line that begins with a dot\r\n" + b"a line of the newsletter\r\n" * lines
    sender = f"{os.getpid()}.{local}@omroeper.example"
    return Message(delivery.id, sender, delivery.address, head + body)


def of_any_size(delivery: Delivery, at: datetime) -> OutgoingMail:
    """Every eighth is too large for the buffers of a socket, so that it can break off half way."""
    return message_for(delivery, at, lines=40_000 if delivery.id % 8 == 0 else 20)


def run(plan: WorkerPlan) -> None:
    """Send until nothing more can be done now; how it ended stands in the journal."""
    logging.disable()  # what a worker has to say stands in its journal
    journal = Journal(plan.folder / f"{plan.name}.journal", plan.name)
    database_engine.BUSY_SECONDS = BUSY_SECONDS
    if plan.full_at is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan.full_at, resource.RLIM_INFINITY))
    try:
        with open_store(plan.database_url, SECRET) as store:
            _send(plan, store, journal)
    except SendingError as stopped:
        journal.write(Step.ENDED, note=f"relay: {stopped}")
    except (sa.exc.OperationalError, SettingsError) as stopped:
        journal.write(Step.ENDED, note=f"database: {getattr(stopped, 'orig', stopped)}")
    except Exception as bug:  # judged by the account: nothing else may end a sender
        journal.write(Step.ENDED, note=f"bug: {type(bug).__name__}: {bug}")
        raise
    else:
        journal.write(Step.ENDED, note="done")


def _send(plan: WorkerPlan, store: Store, journal: Journal) -> None:
    mortal = Mortal(plan.death)
    watched = cast(Store, MortalStore(store, mortal, journal))
    mailer = MortalMailer(
        SmtpMailer(plan.relay, timeout_seconds=plan.timeout_seconds), mortal, journal
    )
    clock = MovedClock(plan.folder / "clock", plan.skew_seconds)
    draft = store.draft(plan.edition)
    assert draft is not None
    campaign = freeze_audience(watched, draft, EVERYONE, clock, mail_domain="omroeper.example")
    begin_sending(watched, campaign.id, clock.now())
    for number in count(1):
        asked = require_campaign(store, campaign.id)
        sent = send_batch(
            watched,
            mailer,
            of_any_size,
            campaign,
            worker=f"{plan.name}:{number}",
            clock=clock,
            rules=plan.rules,
            pace=SendingPlan().pace_of(asked, sender="chaos", at=clock.now(), zone=UTC),
        )
        if not sent.claimed:
            break
    finish_sending(watched, campaign.id, clock.now())
