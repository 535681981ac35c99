"""Campaigns and deliveries: one edition to one frozen audience, at most once to each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """PENDING → CLAIMED (committed before the SMTP dialogue) → one final state.

    CLAIMED goes back to PENDING only when the server certainly did not take the message: it said
    so, or the message was not even marked as handed over. UNCERTAIN is final until proof comes
    after all: from its sender that turns out to live, or from the provider that took it.
    """

    PENDING = "pending"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"


DELIVERY_STEPS: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.PENDING: frozenset(
        {
            DeliveryState.CLAIMED,
            DeliveryState.SKIPPED,
            DeliveryState.ACCEPTED,
            DeliveryState.UNCERTAIN,
        }
    ),
    DeliveryState.CLAIMED: frozenset(
        {
            DeliveryState.PENDING,
            DeliveryState.ACCEPTED,
            DeliveryState.REFUSED,
            DeliveryState.UNCERTAIN,
            DeliveryState.SKIPPED,
        }
    ),
    # By proof that comes after all, or by a named person, who knows more than the ledger or takes the
    # chance of a second copy.
    DeliveryState.UNCERTAIN: frozenset({DeliveryState.ACCEPTED, DeliveryState.PENDING}),
}

FINAL_STATES = frozenset(
    {
        DeliveryState.ACCEPTED,
        DeliveryState.REFUSED,
        DeliveryState.UNCERTAIN,
        DeliveryState.SKIPPED,
    }
)


class CampaignState(StrEnum):
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def dutch(self) -> str:
        """The state in the words of staff."""
        return _CAMPAIGNS_IN_DUTCH[self]


_CAMPAIGNS_IN_DUTCH = {
    CampaignState.SCHEDULED: "gepland",
    CampaignState.SENDING: "wordt verzonden",
    CampaignState.PAUSED: "gepauzeerd",
    CampaignState.FINISHED: "klaar",
    CampaignState.CANCELLED: "gestopt",
}


CAMPAIGN_STEPS: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.SCHEDULED: frozenset(
        {CampaignState.SENDING, CampaignState.PAUSED, CampaignState.CANCELLED}
    ),
    CampaignState.SENDING: frozenset(
        {CampaignState.PAUSED, CampaignState.FINISHED, CampaignState.CANCELLED}
    ),
    CampaignState.PAUSED: frozenset(
        {CampaignState.SCHEDULED, CampaignState.SENDING, CampaignState.CANCELLED}
    ),
    CampaignState.FINISHED: frozenset({CampaignState.SENDING}),  # a person released a copy anew
    CampaignState.CANCELLED: frozenset(),
}


class SkipReason(StrEnum):
    SUPPRESSED = "suppressed"
    UNSUBSCRIBED = "unsubscribed"
    ERASED = "erased"
    CANCELLED = "campaign cancelled"


@dataclass(frozen=True, slots=True)
class Campaign:
    """The send of one approved draft to one frozen audience of `size` subscribers.

    `per_hour` is the pace a person gave it; None leaves it to config/sending.yaml. Refusals and
    complaints are weighed from `counted_from` on: when a person last let it go on.
    """

    id: str
    edition: str
    version: int
    fingerprint: str
    segment: str
    size: int
    send_at: datetime
    state: CampaignState = CampaignState.SCHEDULED
    frozen_at: datetime | None = None
    per_hour: int | None = None
    counted_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One copy to one subscriber. `token` is opaque and stands in the unsubscribe link."""

    id: int
    campaign: str
    subscriber: str
    address: str
    token: str
    message_id: str
    attempts: int = 0


class Outcome(StrEnum):
    """How one attempt ended, as the mailer saw it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETRY = "retry"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of one SMTP dialogue for one delivery; `reply` never holds an address.

    `retry_at` is when it may be tried again, for a RETRY; the mailer leaves it to the sender.
    """

    delivery: int
    outcome: Outcome
    reply: str
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """The last look at deliveries just before they go: `allowed` are marked, so they may.

    `skipped` are accounted for with their reason. What is in neither is no longer this sender's,
    or its campaign is not `state` SENDING. `per_hour` is the pace a person gave it by now.
    """

    state: CampaignState
    per_hour: int | None = None
    allowed: frozenset[int] = frozenset()
    skipped: Mapping[int, SkipReason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one batch did, in numbers. `released` were claimed and given back untouched."""

    state: CampaignState
    claimed: int = 0
    accepted: int = 0
    refused: int = 0
    retried: int = 0
    uncertain: int = 0
    skipped: int = 0
    released: int = 0


SETTLED_AS: dict[Outcome, DeliveryState] = {
    Outcome.ACCEPTED: DeliveryState.ACCEPTED,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.RETRY: DeliveryState.PENDING,
    Outcome.UNCERTAIN: DeliveryState.UNCERTAIN,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one campaign's deliveries by state; `frozen` is the audience's size."""

    frozen: int
    pending: int = 0
    claimed: int = 0
    accepted: int = 0
    refused: int = 0
    uncertain: int = 0
    skipped: int = 0

    @property
    def settled(self) -> int:
        return self.accepted + self.refused + self.uncertain + self.skipped

    @property
    def finished(self) -> bool:
        """Promise 2: accepted + refused + uncertain + skipped = the frozen audience."""
        return self.settled == self.frozen and self.pending == 0 and self.claimed == 0


TOKEN_PLACEHOLDER = "OMROEPERTOKENOMROEPERTOKENOMROEP"
"""Stands in the rendered html and text where each copy gets its own 32-character token."""

PROOF_TOKEN = "proefmail"
"""Stands there in a proof for colleagues: its link belongs to nobody and unsubscribes nobody."""
