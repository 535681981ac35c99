"""Who receives the newsletter: subscribers, segments, and those who must not be mailed."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.errors import InvalidValue


class Frequency(StrEnum):
    """How often a reader wants a newsletter. Special editions are for who wants every one."""

    EVERY = "every"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One newsletter that a reader chose, by its id under content/newsletters/, and how they want it.

    With `figures_only` they get the figures of an edition, and nothing of an edition without any.
    """

    newsletter: str
    frequency: Frequency = Frequency.EVERY
    figures_only: bool = False


class SubscriberStatus(StrEnum):
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person on the list. `key` is random and opaque: it stands in logs where the address may not.

    `topics` are the groups of readers they count themselves to, `programmes` ids of those they
    follow. `subscriptions` are the newsletters they get now; `language` is what we write to them in.
    """

    key: str
    address: str
    name: str = ""
    status: SubscriberStatus = SubscriberStatus.CONFIRMED
    topics: tuple[str, ...] = ()
    consent_source: str = ""
    consent_at: datetime | None = None
    subscriptions: tuple[Subscription, ...] = ()
    programmes: tuple[str, ...] = ()
    language: str = "nl"

    def gets(self, newsletter: str) -> bool:
        return any(one.newsletter == newsletter for one in self.subscriptions)

    def wants_figures_of(self, newsletter: str) -> bool:
        """Whether the figures are all they want of a newsletter."""
        return any(one.newsletter == newsletter and one.figures_only for one in self.subscriptions)


class SuppressionReason(StrEnum):
    UNSUBSCRIBED = "unsubscribed"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCES = "soft_bounces"
    COMPLAINT = "complaint"
    ERASED = "erased"
    OPERATOR = "operator"

    @property
    def reader_may_lift(self) -> bool:
        """Whether a newly confirmed subscription ends it.

        What a person chose, that person may undo; and who confirms from a mailbox proves that it lives.
        """
        return self not in (SuppressionReason.COMPLAINT, SuppressionReason.OPERATOR)

    @property
    def chosen(self) -> bool:
        """Whether the reader left, and was not taken off the list."""
        return self in (SuppressionReason.UNSUBSCRIBED, SuppressionReason.ERASED)

    def outranks(self, known: "SuppressionReason | None") -> bool:
        """Whether it takes the place of what is known of an address: nothing, or a weaker reason."""
        return known is None or _WEIGHT.get(self, 0) > _WEIGHT.get(known, 0)


_WEIGHT = {
    SuppressionReason.ERASED: 1,
    SuppressionReason.COMPLAINT: 2,
    SuppressionReason.OPERATOR: 2,
}


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


class Match(StrEnum):
    """Whether a segment's conditions must all hold, or any of them."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Conditions on a reader. Each field that is given is one, and any of its values fits it."""

    topics: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    newsletters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    figures_of: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, tuple[str, ...]]:
        """The values of each field that is a condition."""
        values = {field: getattr(self, field) for field in self.__slots__}
        return {field: wanted for field, wanted in values.items() if wanted}

    def answers(self, reader: Subscriber) -> list[bool]:
        """Whether the reader fits, condition by condition."""
        has = {
            "topics": reader.topics,
            "programmes": reader.programmes,
            "newsletters": [one.newsletter for one in reader.subscriptions],
            "languages": [reader.language],
            "frequencies": [one.frequency.value for one in reader.subscriptions],
            "figures_of": [one for one in self.figures_of if reader.wants_figures_of(one)],
        }
        return [not set(wanted).isdisjoint(has[field]) for field, wanted in self.given.items()]

    @property
    def told(self) -> dict[str, str]:
        """Each condition with its values in a fixed order."""
        return {field: ",".join(sorted(set(wanted))) for field, wanted in self.given.items()}


@dataclass(frozen=True, slots=True)
class Segment:
    """A named part of the list, as data in config/segments.yaml; without conditions it is everyone.

    `match` says whether the conditions must all hold; who fits any of `without` is left out. With
    `figures_of` it is who wants the figures alone of that newsletter.
    """

    id: str
    name: str
    topics: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    newsletters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    match: Match = Match.ALL
    without: Criteria = Criteria()
    figures_of: str = ""

    @property
    def wanted(self) -> Criteria:
        return Criteria(
            self.topics,
            self.programmes,
            self.newsletters,
            self.languages,
            self.frequencies,
            (self.figures_of,) if self.figures_of else (),
        )

    @property
    def is_everyone(self) -> bool:
        return not self.wanted.given and not self.without.given

    @property
    def definition(self) -> str:
        """The text an approval is bound to."""
        told = self.wanted.told
        parts = [told[field] if field == "topics" else f"{field}={told[field]}" for field in told]
        rules = (" & " if self.match is Match.ALL else " | ").join(parts) or "*"
        left_out = [f" - {field}={values}" for field, values in self.without.told.items()]
        return f"{self.id}:{rules}{''.join(left_out)}"

    def includes(self, subscriber: Subscriber) -> bool:
        answers = self.wanted.answers(subscriber)
        fits = all(answers) if self.match is Match.ALL else any(answers) or not answers
        return fits and not any(self.without.answers(subscriber))


_FORBIDDEN = frozenset('<>,;:"()[]\\')
"""Characters of RFC 5322 that an address without quotes or a comment has none of."""


def normal_address(text: str) -> str:
    """The address as it is stored and compared, or InvalidValue.

    Control characters (NUL, CR, LF) are refused here, because hand-patched mail headers have no
    other guard (RFC 5321 allows them nowhere in a mailbox).
    """
    address = text.strip()
    local, _, host = address.rpartition("@")
    if not local or "@" in local or "." not in host or " " in address or not address.isprintable():
        raise InvalidValue(
            "this is not an e-mail address",
            thing="address",
            remedy="Write it as name@organisation.nl, without spaces.",
        )
    labels = host.split(".")
    if (
        not _FORBIDDEN.isdisjoint(address)
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
    return hmac.digest(secret.encode(), address.strip().lower().encode(), "sha256").hex()
