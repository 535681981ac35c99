"""Who receives the newsletter: subscribers, segments, and those who must not be mailed."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.errors import InvalidValue


class SubscriberStatus(StrEnum):
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person on the list. `key` is random and opaque: it stands in logs where the address may not."""

    key: str
    address: str
    name: str = ""
    status: SubscriberStatus = SubscriberStatus.CONFIRMED
    topics: tuple[str, ...] = ()
    consent_source: str = ""
    consent_at: datetime | None = None


class SuppressionReason(StrEnum):
    UNSUBSCRIBED = "unsubscribed"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCES = "soft_bounces"
    COMPLAINT = "complaint"
    ERASED = "erased"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that is never mailed, known by its hash only so that it outlives an erasure."""

    address_hash: str
    reason: SuppressionReason
    at: datetime


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding subscribers did, in numbers."""

    added: int
    known: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A named part of the list: subscribers with any of `topics`; no topics means everyone."""

    id: str
    name: str
    topics: tuple[str, ...] = ()

    @property
    def definition(self) -> str:
        """The text an approval is bound to."""
        return f"{self.id}:{','.join(sorted(self.topics)) or '*'}"

    def includes(self, subscriber: Subscriber) -> bool:
        return not self.topics or bool(set(self.topics) & set(subscriber.topics))


def normal_address(text: str) -> str:
    """The address as it is stored and compared, or InvalidValue.

    Control characters (NUL, CR, LF) are refused here, because hand-patched mail headers have no
    other guard (RFC 5321 allows them nowhere in a mailbox).
    """
    address = text.strip()
    local, _, host = address.rpartition("@")
    if (
        not local
        or "@" in local
        or "." not in host
        or any(ch.isspace() or not ch.isprintable() for ch in address)
    ):
        raise InvalidValue(
            "this is not an e-mail address",
            thing="address",
            remedy="Write it as name@organisation.nl, without spaces.",
        )
    labels = host.split(".")
    if (
        any(ch in address for ch in '<>,;:"()[]\\')
        or "" in local.split(".")
        or len(local.encode()) > 64
        or len(address) > 254
        or any(not 0 < len(label) < 64 or "-" in (label[0], label[-1]) for label in labels)
    ):
        raise InvalidValue(
            "this address has a character or length that mail does not allow",
            thing="address",
            remedy="Write only the address itself, without a name or brackets.",
        )
    return f"{local}@{host.lower()}"


def address_hash(address: str, secret: str) -> str:
    """Keyed hash (HMAC-SHA-256) of an address, for the suppression list; case does not count."""
    return hmac.new(secret.encode(), address.strip().lower().encode(), hashlib.sha256).hexdigest()
