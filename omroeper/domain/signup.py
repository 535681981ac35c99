"""A request to get newsletters, from the form until the owner of the address confirms it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from omroeper.domain.audience import Subscription

CONFIRM_WITHIN = timedelta(days=4)
"""How long a confirmation link works, and an unconfirmed request is kept."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody asked for on the form. `id` is random and opaque; it is what a link carries.

    Nobody is on the list by it: that takes a confirmation from the mailbox itself. A link that is
    followed twice finds `confirmed_at` and changes nothing.
    """

    id: str
    address: str
    subscriptions: tuple[Subscription, ...]
    language: str
    text_version: str
    text_hash: str
    source: str
    asked_at: datetime
    topics: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    confirmed_at: datetime | None = None

    def expired(self, at: datetime) -> bool:
        return self.confirmed_at is None and at - self.asked_at > CONFIRM_WITHIN
