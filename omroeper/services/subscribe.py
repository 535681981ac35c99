"""Subscribe: letting people leave at once."""

from datetime import datetime
from enum import StrEnum

from omroeper.ports import Store


class Leaving(StrEnum):
    """How a request to leave ended."""

    DONE = "done"
    ALREADY = "already"
    UNKNOWN = "unknown"


def leave(store: Store, token: str, at: datetime) -> Leaving:
    """Unsubscribe whoever the token of a copy belongs to; at once, and once."""
    delivery = store.delivery_by_token(token)
    if delivery is None or store.subscriber(delivery.subscriber) is None:
        return Leaving.UNKNOWN
    source = f"campaign:{delivery.campaign}"
    done = store.unsubscribe(delivery.subscriber, at, source=source)
    return Leaving.DONE if done else Leaving.ALREADY
