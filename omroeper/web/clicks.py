"""The click counter: short links that lead on at once and are counted per link and hour.

A follow is answered from memory and held there for a moment, so that it can be judged by what else
came from the same place in those seconds (domain/clicks.py). One thread writes the counts, several
times a second's worth at once; at the end everything held is judged and written.
"""

import ipaddress
import logging
import re
import threading
import time
from collections import Counter, OrderedDict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from omroeper.domain.clicks import ClickRules, Counted, Follow, judge
from omroeper.domain.links import is_web_address
from omroeper.ports import Clock, LinkStore

_log = logging.getLogger("omroeper.web")
WRITE_SECONDS = 0.5
LAST_PAUSES = (0.5, 2.0)
"""Seconds before each next try to write at the end."""
FRESH_SECONDS = 15.0
"""How often is looked which editions are being delivered."""
_UNKNOWN_SECONDS = 10.0
_MOST_UNKNOWN = 10_000
_MOST_TARGETS = 100_000
_ID = re.compile(r"[0-9a-f]{12}")
_SAFE = ":/%#?=@[]!$&'()*+,;~"
_PURPOSES = (b"sec-purpose", b"purpose", b"x-purpose", b"x-moz")
_ADDED = [(b"cache-control", b"no-store"), (b"content-length", b"0")]


class Target(NamedTuple):
    """Where a link leads, ready to be sent, and the edition it stands in."""

    location: bytes
    edition: str


class ClickCounter:
    """Counts follows in memory and writes them; `start` and `stop` are its thread's."""

    def __init__(self, store: LinkStore, clock: Clock, rules: ClickRules) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._targets: OrderedDict[str, Target] = OrderedDict()
        self._unknown: OrderedDict[str, float] = OrderedDict()
        self._links: dict[str, int] = {}
        self._fresh: frozenset[str] = frozenset()
        self._fresh_at = float("-inf")
        self._hour = (float("-inf"), datetime.min.replace(tzinfo=UTC))
        self._held: list[Follow] = []
        self._judged: list[Follow] = []
        self._counts: Counter[Counted] = Counter()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def known(self, link: str) -> Target | None:
        """The target, if it is in memory."""
        return self._targets.get(link)

    def look_up(self, link: str) -> Target | None:
        """The target from the database; None for what was never registered, asked at most now and then."""
        now = time.monotonic()
        if not _ID.fullmatch(link):
            return None
        if self._unknown.get(link, float("-inf")) > now - _UNKNOWN_SECONDS:
            return None
        found = self._store.registered_link(link)
        if found is None or not is_web_address(found.target):
            self._remember_unknown(link, now)
            return None
        self._refresh()
        target = Target(quote(found.target, safe=_SAFE).encode("ascii"), found.edition)
        self._links[found.edition] = found.in_edition
        self._targets[link] = target
        while len(self._targets) > _MOST_TARGETS:
            self._targets.popitem(last=False)
        return target

    def count(self, link: str, target: Target, scope: Scope) -> None:
        """Take one follow; nothing is written yet."""
        agent, purpose = _told(scope)
        moment = time.monotonic()
        hour = self._hour_of(moment)
        rule = self._rules.at_once(scope["method"], agent, purpose)
        if rule is not None:
            with self._lock:
                self._counts[Counted(link, hour, rule)] += 1
            return
        place = hash((_network(scope), agent))  # Python's own hash is keyed anew in every process
        with self._lock:
            self._held.append(Follow(moment, place, link, target.edition, hour))

    @property
    def waiting(self) -> int:
        """How many follows are not judged and written yet."""
        with self._lock:
            return len(self._held) + sum(self._counts.values())

    def start(self) -> None:
        self._ends.clear()
        self._thread = threading.Thread(target=self._run, name="clicks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and write everything that is held; raises when the database takes it in no
        try."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
        for pause in LAST_PAUSES:
            try:
                return self.settle()
            except Exception:
                _log.exception("the last clicks could not be written; trying again")
            time.sleep(pause)
        return self.settle()

    def settle(self) -> None:
        """Judge and write all that is held, also what might have had company yet."""
        self.write(float("inf"))

    def write(self, until: float) -> None:
        """Judge what came up to this moment and write the counts; raises what the database raises.

        What could not be written stays, and is written with the next.
        """
        with self._writing:
            self._judge(until)
            with self._lock:
                counts, self._counts = self._counts, Counter()
            try:
                if counts:
                    self._store.add_clicks(counts)
            except BaseException:
                with self._lock:
                    self._counts.update(counts)
                raise
            self._refresh()

    def _judge(self, until: float) -> None:
        with self._lock:
            ripe = [one for one in self._held if one.moment <= until]
            self._held = [one for one in self._held if one.moment > until]
            later = list(self._held)
        seen = [*self._judged, *ripe, *later]
        found = judge(seen, ripe, self._rules, links=self._links, fresh=self._fresh)
        self._judged = [
            one for one in (*self._judged, *ripe) if one.moment > until - self._rules.seconds
        ]
        with self._lock:
            self._counts.update(found)

    def _refresh(self) -> None:
        """See now and then which editions are being delivered."""
        now = time.monotonic()
        if now - self._fresh_at < FRESH_SECONDS:
            return
        since = self._clock.now() - timedelta(hours=self._rules.after_delivery_hours)
        self._fresh, self._fresh_at = self._store.delivered_since(since), now

    def _run(self) -> None:
        told = False
        while not self._ends.wait(WRITE_SECONDS):
            try:
                self.write(time.monotonic() - self._rules.seconds)
                told = False
            except Exception:
                if not told:
                    _log.exception("clicks could not be written; they are kept and written later")
                told = True

    def _hour_of(self, moment: float) -> datetime:
        """This hour by the desk's clock, which is asked once a second."""
        asked, hour = self._hour
        if moment - asked >= 1:
            hour = self._clock.now().replace(minute=0, second=0, microsecond=0)
            self._hour = (moment, hour)
        return hour

    def _remember_unknown(self, link: str, at: float) -> None:
        self._unknown[link] = at
        while len(self._unknown) > _MOST_UNKNOWN:
            self._unknown.popitem(last=False)


class ShortLinks:
    """The ASGI application of `/k/{link}`: leads on to a registered target, and to nothing else."""

    def __init__(self, counter: ClickCounter) -> None:
        self._counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        link = scope["path_params"]["link"]
        target = self._counter.known(link)
        if target is None:
            target = await run_in_threadpool(self._counter.look_up, link)
        if target is None:
            raise HTTPException(404)
        self._counter.count(link, target, scope)
        headers = [(b"location", target.location), *_ADDED]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _told(scope: Scope) -> tuple[str, str]:
    """The program that asks, and whether it says that it looks ahead."""
    agent, purpose = "", ""
    for name, value in scope["headers"]:
        if name == b"user-agent":
            agent = value.decode("latin-1")
        elif name in _PURPOSES:
            purpose += value.decode("latin-1").lower()
    return agent, purpose


def _network(scope: Scope) -> str:
    """The network that asks: a gateway has many addresses. Uvicorn gives X-Forwarded-For as the client."""
    client = scope.get("client")
    host = str(client[0]) if client else ""
    if ":" not in host:
        return host.rpartition(".")[0]
    try:
        return str(ipaddress.ip_network((host, 56), strict=False))
    except ValueError:
        return host
