"""What one person got of the desk, and why: for who asks, and for who has to answer them."""

from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce import BounceKind
from omroeper.domain.bounce_words import Cause
from omroeper.domain.delivery import DeliveryState, SkipReason


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back about a copy: a bounce, a complaint or a reply of a machine."""

    kind: BounceKind
    cause: Cause
    status: str
    final: bool
    at: datetime

    @property
    def told(self) -> str:
        """What it means, in words."""
        if self.kind is BounceKind.SOFT and not self.final:
            return f"its delivery is delayed: {self._why}"
        return _CAME_BACK[self.kind].format(why=self._why)

    @property
    def _why(self) -> str:
        return f"{self.cause} ({self.status})" if self.status else self.cause.value


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """One copy as the ledger knows it; `at` is when its state last changed."""

    delivery: int
    campaign: str
    edition: str
    state: DeliveryState
    attempts: int
    reply: str
    at: datetime
    again_at: datetime | None = None
    returned: tuple[Returned, ...] = ()

    @property
    def told(self) -> str:
        """What became of it, in words."""
        if self.state is DeliveryState.SKIPPED:
            return f"not sent: {_SKIPPED.get(self.reply, self.reply)}"
        words = _TOLD[self.state]
        if self.state is DeliveryState.PENDING and self.attempts:
            words = f"tried {self.attempts} times, to be tried again"
        return f"{words}; the server said: {self.reply}" if self.reply else words


_CAME_BACK = {
    BounceKind.HARD: "it came back, this address is dead: {why}",
    BounceKind.SOFT: "it came back this time: {why}",
    BounceKind.COMPLAINT: "this person reported it as unwanted",
    BounceKind.AUTO_REPLY: "an automatic reply came",
    BounceKind.UNKNOWN: "a mail came back that tells nothing",
}
_TOLD = {
    DeliveryState.PENDING: "still to be sent",
    DeliveryState.CLAIMED: "being sent now",
    DeliveryState.ACCEPTED: "sent: the mail server took it",
    DeliveryState.REFUSED: "not sent: the mail server refused it",
    DeliveryState.UNCERTAIN: "perhaps sent: nobody knows whether the mail server took it",
}
_SKIPPED: dict[str, str] = {
    SkipReason.SUPPRESSED.value: "this address is on the list of those that are never mailed",
    SkipReason.UNSUBSCRIBED.value: "this person had left by then",
    SkipReason.ERASED.value: "this person was erased by then",
    SkipReason.CANCELLED.value: "the campaign was stopped before it was this copy's turn",
}


@dataclass(frozen=True, slots=True)
class UncertainCopy:
    """A copy of which nobody knows whether the server took it; of the address only the domain."""

    delivery: int
    subscriber: str
    domain: str
    attempts: int
    at: datetime
    reply: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything known of one person, by the opaque key; the address is not in it."""

    known: bool
    key: str = ""
    status: str = ""
    consent_source: str = ""
    consent_at: datetime | None = None
    newsletters: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    suppression: SuppressionReason | None = None
    copies: tuple[CopyRecord, ...] = ()
    not_frozen: tuple[str, ...] = ()
    """Campaigns of which this person was not in the audience."""
