"""One visit to an open table: bounded in time, size and pages, tried again, and kept byte for byte."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import httpx

from omroeper.adapters.feeds.connecting import PrivateAddress, time_limit
from omroeper.domain.errors import SourceError
from omroeper.domain.snapshot import RawSnapshot
from omroeper.ports import SnapshotStore

MOST_BYTES = 32 * 1024 * 1024
MOST_PAGES = 100
MOST_SECONDS = 60.0
PAUSES = (0.5, 2.0)
"""Seconds before each next try: CBS does break connections off."""


class Unanswered(Exception):
    """The source gave no answer after every try; says why."""


class Visit(Protocol):
    """Gives an address's bytes, and keeps them."""

    @property
    def source(self) -> str: ...
    def get(self, url: str) -> RawSnapshot: ...


@dataclass(slots=True)
class LiveVisit:
    """Fetches; raises Unanswered after the last try, SourceError for what trying again won't mend."""

    client: httpx.Client
    source: str
    at: datetime
    pauses: tuple[float, ...] = PAUSES
    fetched: dict[str, RawSnapshot] = field(default_factory=dict)

    def get(self, url: str) -> RawSnapshot:
        if url not in self.fetched:
            self.fetched[url] = self._tried(url)
        return self.fetched[url]

    def _tried(self, url: str) -> RawSnapshot:
        told = ""
        for pause in (0.0, *self.pauses):
            time.sleep(pause)
            try:
                with time_limit(MOST_SECONDS):
                    return self._once(url)
            except PrivateAddress as cause:
                remedy = "If that is meant, set OMROEPER_ALLOW_PRIVATE_ADDRESSES=true."
                problem = f"it leads to {cause}, which is no public address"
                raise broken(self.source, "private_address", problem, remedy) from cause
            except Unanswered as cause:
                told = str(cause)
            except (httpx.HTTPError, httpx.InvalidURL) as cause:
                told = f"the connection failed ({type(cause).__name__})"
        raise Unanswered(f"{told}, {len(self.pauses) + 1} times")

    def _once(self, url: str) -> RawSnapshot:
        with self.client.stream("GET", url, headers={}) as answer:
            if answer.status_code == 429 or answer.status_code >= 500:
                raise Unanswered(f"it answered {answer.status_code}")
            if answer.status_code != 200:
                problem = f"{url} answered {answer.status_code}"
                reason = f"http_{answer.status_code}"
                raise broken(self.source, reason, problem, "Look whether its address changed.")
            content = self._bounded(answer)
            return RawSnapshot(url, answer.headers.get("Content-Type", ""), content, self.at)

    def _bounded(self, answer: httpx.Response) -> bytes:
        content = bytearray()
        for piece in answer.iter_bytes(64 * 1024):
            content += piece
            if len(content) > MOST_BYTES:
                problem = f"it gives more than {MOST_BYTES // 1024**2} MB"
                raise broken(self.source, "too_large", problem, "Narrow it with ‘where’.")
        return bytes(content)


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """Reads what each address gave last; raises SourceError, with `why`, where nothing is kept."""

    source: str
    kept: SnapshotStore
    why: str

    def get(self, url: str) -> RawSnapshot:
        found = self.kept.last_snapshot(url)
        if found is None:
            problem = f"{self.why}, and nothing it gave before is kept"
            raise broken(self.source, "unanswered", problem, "Gather again later.")
        return found


def broken(source: str, reason: str, problem: str, remedy: str) -> SourceError:
    return SourceError(reason, problem, source=source, remedy=remedy)


def get_json(visit: Visit, url: str) -> tuple[dict[str, Any], RawSnapshot]:
    """A JSON object whose decimals stay exact, and the bytes it was read from."""
    snapshot = visit.get(url)
    try:
        found = json.loads(snapshot.content, parse_float=Decimal)
    except (ValueError, RecursionError) as cause:
        remedy = "Look at the address in a browser."
        raise broken(visit.source, "not_json", f"{url} gave no JSON", remedy) from cause
    if not isinstance(found, dict):
        raise broken(visit.source, "shape", f"{url} gave no object", "Look at its documentation.")
    return found, snapshot


def get_rows(visit: Visit, url: str) -> Iterator[tuple[dict[str, Any], RawSnapshot]]:
    """Every row of an OData collection, page after page (v4 `@odata.nextLink`, v3 `odata.nextLink`)."""
    following: str | None = url
    for _ in range(MOST_PAGES):
        if following is None:
            return
        if urlsplit(following).netloc != urlsplit(url).netloc:
            problem = f"its next page is on another host ({urlsplit(following).netloc})"
            raise broken(visit.source, "other_host", problem, "Look at the source.")
        page, snapshot = get_json(visit, following)
        rows = page.get("value")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            remedy = "Look at its documentation."
            raise broken(visit.source, "shape", f"{following} gave no rows", remedy)
        yield from ((row, snapshot) for row in rows)
        link = page.get("@odata.nextLink") or page.get("odata.nextLink")
        following = urljoin(following, str(link)) if link else None
    raise broken(visit.source, "too_large", f"it has over {MOST_PAGES} pages", "Narrow ‘where’.")
