"""Following one link as a reader's browser would, bounded in time, size and redirects."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from omroeper.adapters.feeds.connecting import PrivateAddress, time_limit
from omroeper.adapters.link_page import moved, read_page
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.links import is_web_address

MOST_REDIRECTS = 8
MOST_BYTES = 512 * 1024
HTTPS_SECONDS = 5.0
_HEADERS = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "nl,en;q=0.5"}
_GONE = (404, 410)
_NO_SUCH_NAME = re.compile(r"\[Errno -(?:2|5)\]|IDNA|label (?:empty|too long)")


@dataclass(frozen=True, slots=True)
class _Reached:
    """Where the redirects ended; `html` is empty for what is no page."""

    address: str
    status: int
    html: str = ""
    whole: bool = True


class _Loop(Exception):
    """It redirects without an end."""


def visit(client: httpx.Client, address: str, seconds: float) -> LinkAnswer:
    """Follow a link; whatever happens is an answer. `client` follows no redirect by itself."""
    url, fragment = urldefrag(address)
    try:
        with time_limit(seconds):
            reached = _reach(client, url)
            plain = list(_plain_http(client, url, reached))
    except PrivateAddress as cause:
        return _one(LinkTrouble.PRIVATE, str(cause))
    except _Loop:
        return _one(LinkTrouble.UNSURE, "hij blijft doorverwijzen")
    except httpx.TimeoutException:
        return _one(LinkTrouble.UNSURE, "de site antwoordde niet op tijd")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as failure:
        return _failed(str(failure))
    return LinkAnswer(tuple(dict.fromkeys((*_judged(url, fragment, reached), *plain))))


def _reach(client: httpx.Client, url: str) -> _Reached:
    """HEAD, so that no large file is fetched; GET for a page, and where HEAD is refused."""
    reached = _followed(client, "HEAD", url)
    if reached.status >= 400 or reached.html:
        return _followed(client, "GET", url)
    return reached


def _followed(client: httpx.Client, method: str, url: str) -> _Reached:
    for _ in range(MOST_REDIRECTS + 1):
        if not is_web_address(url):
            raise ValueError(f"it redirects to {url[:80]}")
        with client.stream(method, url, headers=_HEADERS) as reply:
            if reply.has_redirect_location:
                url = urljoin(url, reply.headers["location"])
                continue
            return _answered(reply, method, url)
    raise _Loop


def _answered(reply: httpx.Response, method: str, url: str) -> _Reached:
    is_page = "html" in reply.headers.get("content-type", "text/html")
    if not is_page or reply.status_code >= 400:
        return _Reached(url, reply.status_code)
    if method == "HEAD":
        return _Reached(url, reply.status_code, html="not read yet")
    body, whole = _body(reply)
    return _Reached(url, reply.status_code, body.decode("utf-8", "replace"), whole)


def _body(reply: httpx.Response) -> tuple[bytes, bool]:
    """At most MOST_BYTES of the page, unpacked, and whether that is all of it."""
    raw, whole = b"", True
    for part in reply.iter_raw():
        raw += part
        if len(raw) > MOST_BYTES:
            whole = False
            break
    if reply.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
        try:
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
            raw = unpacker.decompress(raw, MOST_BYTES)
            whole = whole and unpacker.eof
        except zlib.error:
            return b"", False
    return raw[:MOST_BYTES], whole


def _judged(url: str, fragment: str, reached: _Reached) -> Iterator[tuple[LinkTrouble, str]]:
    if reached.status in _GONE:
        yield LinkTrouble.GONE, str(reached.status)
    elif reached.status == 401:
        yield LinkTrouble.LOGIN, urlsplit(reached.address).hostname or ""
    elif reached.status >= 400:
        yield LinkTrouble.UNSURE, f"de site antwoordde {reached.status}"
    else:
        troubles = list(moved(url, reached.address))
        yield from troubles
        if not any(trouble is LinkTrouble.LOGIN for trouble, _ in troubles):
            yield from read_page(reached.html, fragment, whole=reached.whole)


def _plain_http(
    client: httpx.Client, url: str, reached: _Reached
) -> Iterator[tuple[LinkTrouble, str]]:
    """Whether the same address answers over https, which keeps from others what is read."""
    if not url.startswith("http://") or reached.status >= 400:
        return
    if reached.address.startswith("https://"):
        yield LinkTrouble.PLAIN_HTTP, ""
        return
    try:
        with time_limit(HTTPS_SECONDS):
            answered = _followed(client, "HEAD", "https" + url[4:]).status < 400
    except (PrivateAddress, _Loop, httpx.HTTPError, httpx.InvalidURL, ValueError):
        return
    if answered:
        yield LinkTrouble.PLAIN_HTTP, ""


def _failed(told: str) -> LinkAnswer:
    if "CERTIFICATE_VERIFY_FAILED" in told:
        why = "verlopen" if "expired" in told else "niet geldig"
        return _one(LinkTrouble.CERTIFICATE, why)
    if _NO_SUCH_NAME.search(told):
        return _one(LinkTrouble.NAMELESS, "")
    return _one(LinkTrouble.UNSURE, "er kwam geen verbinding")


def _one(trouble: LinkTrouble, shown: str) -> LinkAnswer:
    return LinkAnswer(((trouble, shown),))
