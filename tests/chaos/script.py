"""What goes wrong at the relay, and when: the same for the same seed, however workers interleave."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Moment(StrEnum):
    """Where in the dialogue. What happens up to BEFORE_TAKING leaves nothing with the relay."""

    GREETING = "greeting"
    EHLO = "EHLO"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "in the message"
    BEFORE_TAKING = "after the dot, not taken"
    TAKEN = "taken, not answered"
    ANSWERED = "answered"


class Act(StrEnum):
    """What the relay does there. A DRIBBLE delays only; after all others but NO and LATER the
    dialogue is over."""

    LATER = "4xx"
    NO = "5xx"
    CLOSING = "421"
    RESET = "reset"
    CLOSE = "closed"
    HANG = "hangs"
    DRIBBLE = "dribbles"
    CUT_SHORT = "reply cut short"
    END_TLS = "TLS ended"
    KILL = "kills the worker"


class Pipelining(StrEnum):
    """How the relay keeps RFC 2920 when it offers PIPELINING; ABSENT does not offer it."""

    ABSENT = "not offered"
    KEPT = "kept"
    TOGETHER = "all replies in one write"
    DISCARDS = "throws away what came with the first command"
    SCOLDS = "ends the session when spoken to early"
    BLIND = "says 354 although it refused the recipient"


@dataclass(frozen=True, slots=True)
class Fault:
    moment: Moment
    act: Act

    def __str__(self) -> str:
        return f"{self.moment}: {self.act}"


_ENDS = (Act.CLOSING, Act.RESET, Act.CLOSE, Act.HANG, Act.CUT_SHORT)
_ANY = (Act.LATER, Act.NO, Act.DRIBBLE, *_ENDS)

SESSION_FAULTS: tuple[Fault, ...] = tuple(
    Fault(moment, act) for moment in (Moment.GREETING, Moment.EHLO) for act in _ANY
)
"""What goes wrong with a whole session, before any message."""

MESSAGE_FAULTS: tuple[Fault, ...] = (
    *(
        Fault(moment, act)
        for moment in (Moment.MAIL, Moment.RCPT, Moment.DATA, Moment.BEFORE_TAKING)
        for act in (*_ANY, Act.END_TLS, Act.KILL)
    ),
    *(Fault(Moment.BODY, act) for act in (Act.RESET, Act.CLOSE, Act.HANG, Act.END_TLS, Act.KILL)),
    *(
        Fault(Moment.TAKEN, act)
        for act in (
            Act.RESET,
            Act.CLOSE,
            Act.HANG,
            Act.DRIBBLE,
            Act.CUT_SHORT,
            Act.END_TLS,
            Act.KILL,
        )
    ),
    *(
        Fault(Moment.ANSWERED, act)
        for act in (Act.CLOSING, Act.RESET, Act.CLOSE, Act.END_TLS, Act.KILL)
    ),
)
"""What goes wrong with one message. A 4xx at RCPT the first time is greylisting."""


class Script(Protocol):
    """Decides what happens; asked once for each session and for each time a message is offered."""

    @property
    def pipelining(self) -> Pipelining: ...
    def of_session(self, number: int) -> Fault | None: ...
    def of_message(self, recipient: str, attempt: int) -> Fault | None: ...


@dataclass(frozen=True, slots=True)
class Weather:
    """Faults by chance: `rate` of the dialogues, drawn from the seed."""

    seed: int
    rate: float = 0.0
    pipelining: Pipelining = Pipelining.KEPT
    greylists: bool = False
    kinds: tuple[Fault, ...] = MESSAGE_FAULTS

    def of_session(self, number: int) -> Fault | None:
        draw = random.Random(f"{self.seed} session {number}")
        return draw.choice(SESSION_FAULTS) if draw.random() < self.rate / 4 else None

    def of_message(self, recipient: str, attempt: int) -> Fault | None:
        if self.greylists and attempt == 1:
            return Fault(Moment.RCPT, Act.LATER)
        draw = random.Random(f"{self.seed} {recipient} {attempt}")
        return draw.choice(self.kinds) if self.kinds and draw.random() < self.rate else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Exactly these faults, each the first time: for tests of one fault."""

    messages: dict[str, Fault] = field(default_factory=dict)
    sessions: dict[int, Fault] = field(default_factory=dict)
    pipelining: Pipelining = Pipelining.KEPT

    def of_session(self, number: int) -> Fault | None:
        return self.sessions.get(number)

    def of_message(self, recipient: str, attempt: int) -> Fault | None:
        return self.messages.get(recipient) if attempt == 1 else None
