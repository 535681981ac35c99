"""What the relay answers, and what that means for a message (RFC 5321, §4.2)."""

import re
from dataclasses import dataclass

from omroeper.domain.delivery import Attempt, Outcome

CLOSING = 421
GO_ON = 354
BAD_SEQUENCE = 503
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, multi-line or not. A code outside 200-599 is no SMTP, or cut short."""

    code: int
    text: bytes

    @property
    def yes(self) -> bool:
        return 200 <= self.code < 300  # the first digit decides (RFC 5321, §4.2.1)

    @property
    def no(self) -> bool:
        return 400 <= self.code < 600

    @property
    def clear(self) -> bool:
        """Whether it is SMTP at all, and whole: else it says nothing of the replies before it."""
        return 200 <= self.code < 600

    @property
    def words(self) -> str:
        """The reply without anything that looks like an address."""
        told = self.text.decode("utf-8", errors="replace").replace("\n", " ")
        return without_addresses(f"{self.code} {told}")[:_LONGEST]


def without_addresses(text: str) -> str:
    return _ADDRESS.sub("…", text)


def refusal(delivery: int, reply: Reply) -> Attempt:
    """A clear no: 5xx for good, 4xx for now."""
    outcome = Outcome.REFUSED if reply.code >= 500 else Outcome.RETRY
    return Attempt(delivery, outcome, reply.words)


def not_taken(delivery: int, why: str) -> Attempt:
    """The final dot was never sent, so the relay certainly has nothing."""
    return Attempt(delivery, Outcome.RETRY, why)


def after_the_dot(delivery: int, reply: Reply | None, why: str) -> Attempt:
    """What the reply to the whole message says; `why` there is none, or none to go by."""
    if reply is None:
        return Attempt(delivery, Outcome.UNCERTAIN, why)
    if reply.yes:
        return Attempt(delivery, Outcome.ACCEPTED, reply.words)
    if reply.no:
        return refusal(delivery, reply)
    told = f"no clear reply after DATA: {reply.words}"
    return Attempt(delivery, Outcome.UNCERTAIN, told)
