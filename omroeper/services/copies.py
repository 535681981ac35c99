"""The copies of a chunk, made in threads of their own while ledger and relay are spoken to.

Signing and hashing leave Python's lock alone, so the next copies are made meanwhile. Only what the
ledger has marked comes here, so making ahead hands nothing over ahead.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache

from omroeper.domain.delivery import Delivery
from omroeper.domain.errors import RenderingError
from omroeper.ports import OutgoingMail

MessageFor = Callable[[Delivery, datetime], OutgoingMail]
"""Makes a copy; called from several threads at once."""
Made = OutgoingMail | RenderingError
_MAKERS = 2
_IN_A_TURN = 4
"""Passing a copy from thread to thread costs about as much as patching it; so several go at once."""


def made_copies(
    message_for: MessageFor, deliveries: Sequence[Delivery], at: datetime
) -> Iterator[Made]:
    """The copy of each in its order, or why it cannot be made."""

    def made(turn: Sequence[Delivery]) -> list[Made]:
        return [_made(message_for, delivery, at) for delivery in turn]

    starts = range(0, len(deliveries), _IN_A_TURN)
    turns = [deliveries[start : start + _IN_A_TURN] for start in starts]
    for copies in _makers().map(made, turns):
        yield from copies


def _made(message_for: MessageFor, delivery: Delivery, at: datetime) -> Made:
    try:
        return message_for(delivery, at)
    except RenderingError as error:
        return error


@cache
def _makers() -> ThreadPoolExecutor:
    """Kept by the process: threads that are new for each batch leave the memory of their copies in
    one arena after another, which took 220 MB for a campaign of 100,000.
    """
    return ThreadPoolExecutor(_MAKERS, "copies")
