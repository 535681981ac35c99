"""Bounces: what a report about a mail means for its reader, and when an address is given up.

The verdict rests on the enhanced status code (RFC 3463), then on the SMTP code (RFC 5321) and the
words. A report that does not say for certain that the address is dead is soft: wrongly taking
somebody off the list is worse than one mail more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce_words import Cause, cause_in


class BounceKind(StrEnum):
    """HARD: the address is dead. SOFT: this mail did not arrive, another may. UNKNOWN: no report."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto-reply"
    UNKNOWN = "unknown"


DEAD_STATUSES = {
    "5.1.0": Cause.NO_MAILBOX,  # other address status
    "5.1.1": Cause.NO_MAILBOX,
    "5.1.2": Cause.NO_DOMAIN,
    "5.1.3": Cause.NO_MAILBOX,  # bad syntax
    "5.1.4": Cause.NO_MAILBOX,  # ambiguous
    "5.1.6": Cause.NO_MAILBOX,  # moved, no forwarding address
    "5.1.10": Cause.NO_MAILBOX,  # null MX (RFC 7505); Exchange Online: recipient not found
    "5.4.4": Cause.NO_DOMAIN,  # unable to route
    "5.4.310": Cause.NO_DOMAIN,  # Exchange Online: DNS domain does not exist
}
"""5.1.7 and 5.1.8 speak of the sender's address, 5.1.5 and 5.1.9 of no failure: not here."""

_OPEN_STATUSES = {
    # Exchange Online says so of recipients it does not know, and of senders it does not want.
    "5.4.1": Cause.UNSPECIFIED,
}

_SUBJECTS = (  # the longest beginning that fits, without the class; RFC 3463 §3 and IANA's registry
    ("1.7", Cause.SENDER), ("1.8", Cause.SENDER), ("1.", Cause.NO_MAILBOX),
    ("2.1", Cause.DISABLED), ("2.2", Cause.FULL), ("2.3", Cause.TOO_LARGE),
    ("3.1", Cause.FULL), ("3.4", Cause.TOO_LARGE),
    ("4.6", Cause.LOOP), ("4.14", Cause.LOOP), ("4.", Cause.NO_ANSWER),
    ("6.", Cause.CONTENT), ("7.", Cause.BLOCKED),
)  # fmt: skip
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")

DEAD = frozenset({Cause.NO_MAILBOX, Cause.NO_DOMAIN, Cause.DISABLED})
SMTP = "smtp"
"""The source of what a server said while the mail was handed over."""

OURS = frozenset({Cause.BLOCKED, Cause.SENDER, Cause.LOOP, Cause.TOO_LARGE, Cause.CONTENT})
"""Causes that lie with the sender, the message or the road: they never count against an address."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules make of one failure."""

    kind: BounceKind
    cause: Cause


def judge(status: str, code: int | None, words: str) -> Ruling:
    """The verdict on one failed delivery, from what its report says; any part may be empty.

    A dead status that the words contradict (a block, a full mailbox) is soft. A status that leaves it
    open (5.2.1, 5.1.351) is hard where the words say that there is no such mailbox or domain.
    """
    told, known = cause_in(words), cause_of(status)
    cause = known or told or Cause.UNSPECIFIED
    if status in DEAD_STATUSES and told is not None and told not in DEAD:
        cause = told
    if status.startswith("4.") or (not status and code is not None and 400 <= code < 500):
        return Ruling(BounceKind.SOFT, cause)
    missing = told in (Cause.NO_MAILBOX, Cause.NO_DOMAIN)
    dead = known is None or status in DEAD_STATUSES or missing
    return Ruling(BounceKind.HARD if dead and cause in DEAD else BounceKind.SOFT, cause)


def cause_of(status: str) -> Cause | None:
    """What an enhanced status says; None for one that says nothing, like 5.0.0 or 5.3.0."""
    if not _STATUS.fullmatch(status):
        return None
    named = DEAD_STATUSES.get(status) or _OPEN_STATUSES.get(status)
    if named is not None:
        return named
    _, _, rest = status.partition(".")
    if rest.endswith(".0") and not rest.startswith("7."):
        return None
    return next((cause for start, cause in _SUBJECTS if _begins(rest, start)), None)


def _begins(rest: str, start: str) -> bool:
    return rest == start or (start.endswith(".") and rest.startswith(start))


@dataclass(frozen=True, slots=True)
class BounceReport:
    """What one report says of one recipient, whoever told it: a mail, or a provider's webhook.

    `mark` (64 characters) is the same when the same report comes again. The mail it speaks of is
    known by its `delivery` (from a signed return path), or else by what may be the token or the
    Message-ID of one. `forged`: it came to a return path that nobody signed. `vouched`: the teller
    proved who it is, so that a bare address is enough. `recipient` and `words` are never stored and
    never logged.
    """

    kind: BounceKind
    source: str
    mark: str
    cause: Cause = Cause.UNSPECIFIED
    status: str = ""
    code: int | None = None
    final: bool = True
    recipient: str = field(default="", repr=False)
    delivery: int | None = None
    forged: bool = False
    tokens: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    vouched: bool = False
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report as it is kept: whom and which delivery it speaks of, if that is known, and nothing
    of its text. `delivery` and `subscriber` are empty for a report about nobody we know."""

    kind: BounceKind
    source: str
    mark: str
    cause: Cause
    status: str
    code: int | None
    final: bool
    delivery: int | None
    subscriber: str
    at: datetime

    @property
    def counts(self) -> bool:
        """Whether it counts against the address: a final failure that is not the sender's."""
        failed = self.kind in (BounceKind.HARD, BounceKind.SOFT)
        return failed and self.final and self.cause not in OURS


@dataclass(frozen=True, slots=True)
class BounceRules:
    """An address is given up after `soft_limit` failed mails in a row over `soft_days` or more."""

    soft_limit: int = 3
    soft_days: int = 30


@dataclass(frozen=True, slots=True)
class Landing:
    """How one accepted mail ended, as far as is known: `failed` when a bounce counts against it."""

    at: datetime
    failed: bool


def gives_up(landings: Sequence[Landing], rules: BounceRules) -> bool:
    """Whether the newest mails failed in a row, enough of them and over enough days.

    `landings` come oldest first; one that arrived starts the count anew.
    """
    row: list[datetime] = []
    for landing in landings:
        row = [*row, landing.at] if landing.failed else []
    long_enough = bool(row) and row[-1] - row[0] >= timedelta(days=rules.soft_days)
    return len(row) >= rules.soft_limit and (long_enough or rules.soft_limit == 1)


SUPPRESSED_FOR = {
    BounceKind.HARD: SuppressionReason.HARD_BOUNCE,
    BounceKind.COMPLAINT: SuppressionReason.COMPLAINT,
}
"""What takes an address off the list at once."""


@dataclass(frozen=True, slots=True)
class BounceTally:
    """Of a campaign's copies that a server took: how many were reported on afterwards.

    Each copy counts once, as the gravest of what was said of it. It stays accepted in the ledger.
    """

    hard: int = 0
    soft: int = 0
    complaints: int = 0

    @property
    def bounced(self) -> int:
        return self.hard + self.soft
