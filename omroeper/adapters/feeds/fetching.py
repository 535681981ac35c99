"""Fetching a feed: conditional, bounded in time, size and redirects, and by a name of its own."""

from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from omroeper import __version__
from omroeper.domain.errors import SourceError
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Source, Validators

AGENT = f"Omroeper/{__version__} (newsletter desk; feed reader)"
MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 5
_ACCEPT = (
    "application/feed+json, application/rss+xml, application/atom+xml, application/rdf+xml, "
    "application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. `content` is None after a 304."""

    content: bytes | None
    address: str
    content_type: str
    validators: Validators


def fetch(client: httpx.Client, source: Source, validators: Validators) -> Fetched:
    """GET the source, conditionally (RFC 9110 §13); raises SourceError with a named reason.

    Reasons: bad_address, redirect_loop, timeout, connection, http_<status>, empty, too_large.
    """
    address = source.address
    for _ in range(MOST_REDIRECTS + 1):
        _require_web_address(address, source)
        try:
            with client.stream("GET", address, headers=_headers(validators)) as reply:
                if reply.has_redirect_location:
                    address = urljoin(address, reply.headers["location"])
                    continue
                return _received(reply, address, source)
        except httpx.TimeoutException as cause:
            raise _error(
                "timeout", "it did not answer in time", source, "Try again later."
            ) from cause
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as cause:
            problem = f"the connection failed ({type(cause).__name__})"
            raise _error(
                "connection", problem, source, "Check the address and the site."
            ) from cause
    raise _error(
        "redirect_loop",
        f"it redirects more than {MOST_REDIRECTS} times",
        source,
        "Give the address it should end at.",
    )


def make_client(timeout_seconds: float = 20) -> httpx.Client:
    """A client that follows no redirect by itself and names itself politely."""
    headers = {"User-Agent": AGENT, "Accept": _ACCEPT}
    return httpx.Client(headers=headers, timeout=timeout_seconds, follow_redirects=False)


def _headers(validators: Validators) -> dict[str, str]:
    headers = {}
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _received(reply: httpx.Response, address: str, source: Source) -> Fetched:
    found = Validators(reply.headers.get("etag", ""), reply.headers.get("last-modified", ""))
    kind = reply.headers.get("content-type", "")
    if reply.status_code == 304:
        return Fetched(None, address, kind, found)
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
    return Fetched(content, address, kind, found)


def _bounded(reply: httpx.Response, source: Source) -> bytes:
    """The body, decompressed; reading stops at the limit, whatever the headers promised."""
    parts, size = [], 0
    for part in reply.iter_bytes():
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
