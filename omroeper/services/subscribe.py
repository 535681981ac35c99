"""Subscribe: letting people leave at once."""

from datetime import datetime
from enum import StrEnum

from omroeper.domain.leaving import LeavingReason
from omroeper.ports import Store


class Leaving(StrEnum):
    """How a request to leave ended."""

    DONE = "done"
    ALREADY = "already"
    UNKNOWN = "unknown"


def leave(
    store: Store,
    token: str,
    newsletter: str,
    at: datetime,
    *,
    everything: bool = False,
    reason: LeavingReason = LeavingReason.NOT_SAID,
) -> Leaving:
    """Let whoever the token of a copy belongs to leave its newsletter, or all; at once, and once."""
    delivery = store.delivery_by_token(token)
    if delivery is None or store.subscriber(delivery.subscriber) is None:
        return Leaving.UNKNOWN
    key, source = delivery.subscriber, f"campaign:{delivery.campaign}"
    if everything:
        done = store.unsubscribe(key, at, source=source, reason=reason)
    else:
        done = store.leave_newsletter(key, newsletter, at, source=source, reason=reason)
    return Leaving.DONE if done else Leaving.ALREADY
