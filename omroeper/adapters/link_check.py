"""Following the links of a mail: side by side, a few at one host, and together within a time."""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import httpx

from omroeper.adapters.link_memory import LinkMemory
from omroeper.adapters.link_visit import visit
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble

SIDE_BY_SIDE = 16
AT_ONE_HOST = 2
SECONDS = 20.0
SECONDS_EACH = 10.0
_UNREACHED = LinkAnswer(((LinkTrouble.UNREACHED, ""),))


class HttpLinkChecker:
    """Fulfils ports.LinkChecker. The client follows no redirects and keeps to public addresses."""

    def __init__(
        self, client: httpx.Client, memory: LinkMemory, *, seconds: float = SECONDS
    ) -> None:
        self._client = client
        self._memory = memory
        self._seconds = seconds

    def check(
        self, addresses: Collection[str], *, afresh: bool = False
    ) -> Mapping[str, LinkAnswer]:
        """The answer of each address; what was not reached in time says so.

        It ends within `seconds`, whatever hangs; every visit that is under way then ends by itself,
        since each is held to what is left of them.
        """
        known = {} if afresh else self._memory.recall(addresses)
        asked = self._ask([one for one in dict.fromkeys(addresses) if one not in known])
        self._memory.keep({url: answer for url, answer in asked.items() if answer.lasts})
        return {**known, **asked}

    def _ask(self, addresses: Collection[str]) -> dict[str, LinkAnswer]:
        until = time.monotonic() + self._seconds
        rooms: dict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(AT_ONE_HOST))
        pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="link")
        asked: dict[str, Future[LinkAnswer]] = {
            url: pool.submit(self._visit, url, rooms[urlsplit(url).netloc], until)
            for url in addresses
        }
        wait(asked.values(), timeout=self._seconds)
        pool.shutdown(wait=False, cancel_futures=True)
        return {
            url: one.result() if one.done() and not one.cancelled() else _UNREACHED
            for url, one in asked.items()
        }

    def _visit(self, url: str, room: BoundedSemaphore, until: float) -> LinkAnswer:
        if not room.acquire(timeout=max(0.0, until - time.monotonic())):
            return _UNREACHED
        try:
            left = until - time.monotonic()
            return visit(self._client, url, min(left, SECONDS_EACH)) if left > 0 else _UNREACHED
        finally:
            room.release()
