"""The copies of a chunk, made in threads of their own while ledger and relay are spoken to.

Signing and hashing leave Python's lock alone, so the next copies are made meanwhile. Only what the
ledger has marked comes here, so making ahead hands nothing over ahead.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Self

from omroeper.domain.delivery import Delivery
from omroeper.domain.errors import RenderingError
from omroeper.ports import OutgoingMail

MessageFor = Callable[[Delivery, datetime], OutgoingMail]
Made = OutgoingMail | RenderingError
MAKERS = 2
_IN_A_TURN = 4
"""Passing a copy from thread to thread costs about as much as patching it; so several go at once."""


class CopyMakers:
    """Makes copies by `message_for`, which must bear being called from several threads."""

    def __init__(self, message_for: MessageFor) -> None:
        self._message_for = message_for
        self._threads = ThreadPoolExecutor(MAKERS, "copies")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def made(self, deliveries: Sequence[Delivery], at: datetime) -> Iterator[Made]:
        """The copy of each in its order, or why it cannot be made."""
        starts = range(0, len(deliveries), _IN_A_TURN)
        turns = [deliveries[start : start + _IN_A_TURN] for start in starts]
        for turn in self._threads.map(lambda turn: [self._made(one, at) for one in turn], turns):
            yield from turn

    def _made(self, delivery: Delivery, at: datetime) -> Made:
        try:
            return self._message_for(delivery, at)
        except RenderingError as error:
            return error
