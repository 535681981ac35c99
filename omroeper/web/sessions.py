"""Who asks for the desk's own pages: a session in a signed cookie, or the name a trusted proxy gives."""

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from omroeper.domain.login import Logins
from omroeper.settings import StaffSettings
from omroeper.wiring.signing import LIFETIMES, Purpose, Tokens

PEER = "omroeper.peer"
"""Where the address of whoever really connected is kept, before X-Forwarded-For is believed."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_LONGEST_NAME = 120


class RemembersPeer:
    """Keeps who connected, for what comes after it changes the client."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = scope.get("client")
            scope[PEER] = str(client[0]) if client else ""
        await self._app(scope, receive, send)


def peer_of(request: Request) -> str:
    """The address that connected: the proxy's, where there is one."""
    return str(request.scope.get(PEER, request.client.host if request.client else ""))


def is_local(request: Request) -> bool:
    """Whether somebody asks on this machine itself, and not through a proxy on it.

    A page elsewhere cannot make a browser here ask for it by another name (DNS rebinding).
    """
    name = request.url.hostname or ""
    through = any(header in request.headers for header in _FORWARDED)
    return peer_of(request) in _LOOPBACK and name in _LOOPBACK and not through


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is logged in. `session` is empty for somebody whom the proxy logged in."""

    name: str
    session: str = ""


class Sessions:
    """Begins, reads and ends sessions. A session holds a name, and a mark of the password it began with."""

    def __init__(self, tokens: Tokens, staff: StaffSettings, web_url: str) -> None:
        self._tokens = tokens
        self._staff = staff
        self._public = urlsplit(web_url)

    def visitor(self, request: Request, logins: Logins) -> Visitor | None:
        """Who asks; None for a stranger, and for a session that is over."""
        name = self._from_proxy(request)
        if name:
            return Visitor(name)
        session = request.cookies.get(self._cookie(request), "")
        found = self._tokens.read(Purpose.SESSION, session) if session else None
        if found is None:
            return None
        mark, _, name = found[0].partition(" ")
        known = logins.mark(name)
        same = hmac.compare_digest(mark.encode(), known.encode())
        return Visitor(name, session) if known and same else None

    def begin(self, request: Request, answer: Response, name: str, logins: Logins) -> None:
        """Give the browser a session. Lax, so that the link in a mail opens for who is logged in."""
        value = self._tokens.make(Purpose.SESSION, f"{logins.mark(name)} {name}")
        self._set(request, answer, value, int(LIFETIMES[Purpose.SESSION].total_seconds()))

    def end(self, request: Request, answer: Response) -> None:
        self._set(request, answer, "", 0)

    def form_token(self, visitor: Visitor) -> str:
        """Stands in each form of this visitor; no other site can know it."""
        return self._tokens.make(Purpose.FORM, _of(visitor))

    def is_own_form(self, visitor: Visitor, token: str) -> bool:
        found = self._tokens.read(Purpose.FORM, token)
        return found is not None and hmac.compare_digest(found[0].encode(), _of(visitor).encode())

    def _from_proxy(self, request: Request) -> str:
        header = self._staff.user_header
        if not header or not self._staff.is_proxy(peer_of(request)):
            return ""
        given = request.headers.getlist(header)
        name = " ".join(given[0].split()) if len(given) == 1 else ""
        return name if name.isprintable() and len(name) <= _LONGEST_NAME else ""

    def _set(self, request: Request, answer: Response, value: str, seconds: int) -> None:
        secure = self._is_secure(request)
        answer.set_cookie(
            self._cookie(request),
            value,
            max_age=seconds,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )

    def _cookie(self, request: Request) -> str:
        """On https no other host or path can set it (RFC 6265bis, §4.1.3.2)."""
        return "__Host-omroeper" if self._is_secure(request) else "omroeper"

    def _is_secure(self, request: Request) -> bool:
        """Whether the browser speaks https, also to a proxy that does not say so."""
        public = self._public
        by_name = public.scheme == "https" and request.url.netloc == public.netloc
        return request.url.scheme == "https" or by_name


def from_another_site(request: Request) -> bool:
    """Whether a browser says that another site sent this form (Fetch Metadata, Origin)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.url.netloc


def _of(visitor: Visitor) -> str:
    return f"{visitor.name}|{visitor.session}"
