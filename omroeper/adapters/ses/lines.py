"""Several requests under way at once, each in a thread of its own."""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

from omroeper.adapters.ses.replies import Reply
from omroeper.ports import OutgoingMail


class Lines:
    """Leaving the `with` waits for what is under way, up to the client's own time limit."""

    def __init__(self, ask: Callable[[OutgoingMail], Reply], most: int) -> None:
        self._ask = ask
        self._most = most
        self._threads = ThreadPoolExecutor(most, "ses")
        self._under_way: dict[Future[Reply], int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=True)

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    @property
    def free(self) -> bool:
        return len(self._under_way) < self._most

    def put(self, message: OutgoingMail) -> None:
        self._under_way[self._threads.submit(self._ask, message)] = message.delivery

    def answers(self, pause: float | None) -> list[tuple[int, Reply]]:
        """What has its answer, by delivery; waits for one, but no longer than `pause` seconds."""
        if not self._under_way:
            time.sleep(pause or 0)
            return []
        done, _ = wait(self._under_way, timeout=pause, return_when=FIRST_COMPLETED)
        return [(self._under_way.pop(one), one.result()) for one in done]
