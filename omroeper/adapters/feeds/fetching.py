"""Fetching a source: conditional, and bounded in time, size and redirects."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from omroeper.adapters.feeds.connecting import PrivateAddress, make_client, time_limit
from omroeper.domain.errors import SourceError
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Source, Validators

__all__ = ["MOST_BYTES", "Fetched", "fetch", "make_client"]

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 5
MOST_SECONDS = 60.0
_PIECE = 64 * 1024
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. `content` is None when nothing changed: a 304, or the same bytes again."""

    content: bytes | None
    address: str
    content_type: str
    validators: Validators


def fetch(
    client: httpx.Client,
    source: Source,
    validators: Validators,
    *,
    most_seconds: float = MOST_SECONDS,
) -> Fetched:
    """GET the source, conditionally (RFC 9110 §13); raises SourceError with a named reason.

    `most_seconds` is for the whole visit, redirects included. Reasons: bad_address,
    private_address, redirect_loop, timeout, connection, http_<status>, encoding, empty, too_large.
    """
    try:
        with time_limit(most_seconds):
            return _followed(client, source, validators)
    except PrivateAddress as cause:
        raise _error(
            "private_address",
            f"it leads to {cause}, which is no public address",
            source,
            "If that is meant, set OMROEPER_ALLOW_PRIVATE_ADDRESSES=true.",
        ) from cause
    except httpx.TimeoutException as cause:
        raise _error("timeout", "it did not answer in time", source, "Try again later.") from cause
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as cause:
        problem = f"the connection failed ({type(cause).__name__})"
        raise _error("connection", problem, source, "Check the address and the site.") from cause


def _followed(client: httpx.Client, source: Source, validators: Validators) -> Fetched:
    address = source.address
    for _ in range(MOST_REDIRECTS + 1):
        _require_web_address(address, source)
        with client.stream("GET", address, headers=_headers(validators)) as reply:
            if not reply.has_redirect_location:
                return _received(reply, address, source, validators)
            address = urljoin(address, reply.headers["location"])
    raise _error(
        "redirect_loop",
        f"it redirects more than {MOST_REDIRECTS} times",
        source,
        "Give the address it should end at.",
    )


def _headers(validators: Validators) -> dict[str, str]:
    headers = {}
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _received(
    reply: httpx.Response, address: str, source: Source, validators: Validators
) -> Fetched:
    kind = reply.headers.get("content-type", "")
    if reply.status_code == 304:
        return Fetched(None, address, kind, validators)
    if reply.status_code != 200:
        raise _error(
            f"http_{reply.status_code}",
            f"it answers {reply.status_code} {reply.reason_phrase}",
            source,
            "Check the address, or ask the site's owner.",
        )
    content = _bounded(reply, source)
    if not content.strip():
        raise _error("empty", "it answers with nothing", source, "Ask the site's owner.")
    found = Validators(
        reply.headers.get("etag", ""),
        reply.headers.get("last-modified", ""),
        hashlib.sha256(content).hexdigest(),
    )
    same = found.content_hash == validators.content_hash
    return Fetched(None if same else content, address, kind, found)


def _bounded(reply: httpx.Response, source: Source) -> bytes:
    """The body, decompressed; reading stops at the limit, whatever the headers promised."""
    parts, size = [], 0
    for part in _decompressed(reply, source):
        size += len(part)
        if size > MOST_BYTES:
            raise _error(
                "too_large",
                f"it is larger than {MOST_BYTES // 1024 // 1024} MB",
                source,
                "A feed is small: check whether this is the address of the feed.",
            )
        parts.append(part)
    return b"".join(parts)


def _decompressed(reply: httpx.Response, source: Source) -> Iterator[bytes]:
    """The body in pieces of at most 64 kB, so that a decompression bomb never unfolds in memory."""
    encoding = reply.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        yield from reply.iter_raw()
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        problem = f"it is encoded as ‘{encoding[:40]}’, which was not asked for"
        raise _error("encoding", problem, source, "Ask the site's owner.")
    unpacker = zlib.decompressobj(_ZLIB_OR_GZIP)
    try:
        for raw in reply.iter_raw():
            while raw and not unpacker.eof:
                yield unpacker.decompress(raw, _PIECE)
                raw = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as cause:
        problem = f"it cannot be decompressed ({cause})"
        raise _error("encoding", problem, source, "Ask the site's owner.") from cause


def _require_web_address(address: str, source: Source) -> None:
    if not is_web_address(address):
        raise _error(
            "bad_address",
            f"'{address[:80]}' is no http(s) address",
            source,
            "Give the feed's web address.",
        )


def _error(reason: str, problem: str, source: Source, remedy: str) -> SourceError:
    return SourceError(reason, problem, source=source.id, remedy=remedy)
