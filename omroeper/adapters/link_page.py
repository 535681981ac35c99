"""What a page that a link led to says of itself: a log-in, not found, or without the part asked for."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from omroeper.domain.link_answer import LinkTrouble

Trouble = tuple[LinkTrouble, str]
_LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|log-?on|sign-?in|inloggen|sso|saml2?|adfs|oauth2?|cas|wp-login)"
    r"(?:[/._-]|$)",
    re.IGNORECASE,
)
_LOGIN_HOST = re.compile(r"(?:accounts?|login|signin|sso|adfs|idp|auth)\.", re.IGNORECASE)
_LOGIN_QUERY = re.compile(r"(?:^|&)(?:SAMLRequest|wa=wsignin)", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_NOT_FOUND = re.compile(r"\b404\b|niet gevonden|not found|bestaat niet", re.IGNORECASE)


def is_login(address: str) -> bool:
    """Whether an address looks like a place to log in."""
    parts = urlsplit(address)
    return bool(
        _LOGIN_PATH.search(parts.path)
        or _LOGIN_HOST.match(parts.hostname or "")
        or _LOGIN_QUERY.search(parts.query)
    )


def moved(first: str, last: str) -> Iterator[Trouble]:
    """What redirects from the first address to the last one mean for a reader."""
    old, new = urlsplit(first), urlsplit(last)
    if is_login(last) and not is_login(first):
        yield LinkTrouble.LOGIN, new.hostname or ""
    elif _site(old.hostname) != _site(new.hostname):
        yield LinkTrouble.ELSEWHERE, new.hostname or ""
    elif old.path.strip("/") and not new.path.strip("/"):
        yield LinkTrouble.EMPTY, "de startpagina"


def read_page(html: str, fragment: str, *, whole: bool) -> Iterator[Trouble]:
    """What the page itself shows; a part that is not found counts only in a page that was read whole."""
    title = _TITLE.search(html)
    if title and _NOT_FOUND.search(title[1]):
        yield LinkTrouble.EMPTY, f"een pagina met de titel ‘{' '.join(title[1].split())[:60]}’"
    if _PASSWORD.search(html):
        yield LinkTrouble.PASSWORD, ""
    named = unquote(fragment)
    if named and named[0] not in "/!:" and whole:
        anchor = re.compile(rf"\b(?:id|name)\s*=\s*[\"']?{re.escape(named)}[\"'\s>]")
        if not anchor.search(html):
            yield LinkTrouble.FRAGMENT, named


def _site(host: str | None) -> str:
    """The last two labels: www. and other parts of one site are the same place to a reader."""
    return ".".join((host or "").rstrip(".").split(".")[-2:])
