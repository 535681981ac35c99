"""The simulator's web server: the checks that every call passes, and which call goes where."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from omroeper.demo.linkedin import figures, media, oauth, posts, social
from omroeper.demo.linkedin.state import VERSIONS, Asked, Reply, Simulated, denied, error
from omroeper.demo.local_server import LocalServer

Answer = Callable[[], Reply]
_READS, _WRITES, _COUNTS = (
    "r_organization_social",
    "w_organization_social",
    "rw_organization_admin",
)
_CODES = {429: "TOO_MANY_REQUESTS", 403: "ACCESS_DENIED", 503: "SERVICE_UNAVAILABLE"}


class LinkedInSimulator(LocalServer):
    """Its `url` takes the place of https://api.linkedin.com and of https://www.linkedin.com."""

    def __init__(self) -> None:
        self.state = Simulated()
        super().__init__(type("Handler", (_Handler,), {"state": self.state}))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Simulated

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def _handle(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        pairs = (one.partition("=") for one in parts.query.split("&") if one)
        asked = Asked(
            self.command,
            unquote(parts.path),
            {name: unquote(value.replace("+", " ")) for name, _, value in pairs},
            {name.lower(): value for name, value in self.headers.items()},
            content,
            f"http://{self.headers.get('Host')}",
        )
        happened: list[str] = []
        reply = _reply(self.state, asked, happened)
        lost = self.state.lose & set(happened)
        self.state.lose -= lost
        if lost:
            self.close_connection = True
            self.connection.close()
            return
        self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        html = isinstance(reply.body, str)
        text = reply.body if html or reply.body is None else json.dumps(reply.body)
        content = (text or "").encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{'text/html' if html else 'application/json'}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet: the desk tells what happened."""


def _reply(state: Simulated, asked: Asked, happened: list[str]) -> Reply:
    """The answer; `happened` gets the moments at which this call's reply may be lost."""
    if asked.path.startswith("/oauth/"):
        return _login(state, asked)
    if asked.path.startswith("/dms-uploads/"):
        happened.append("uploaded")
        return _refused(state, asked) or media.upload(state, asked)
    refusal = _refused(state, asked) or _badly_asked(asked)
    if refusal is not None:
        return refusal
    found = _route(state, asked)
    if found is None:
        return error(404, "NOT_FOUND", f"No resource for {asked.path}")
    scope, moment, answer = found
    if scope not in state.tokens[_token(asked)].scopes:
        return denied(f"{asked.path.split('/')[2]}.{asked.method} ({scope})")
    if moment:
        happened.append(moment)
    return answer()


def _route(state: Simulated, asked: Asked) -> tuple[str, str, Answer] | None:
    """Which permission a call needs, at which moment its reply may be lost, and what answers it."""
    resource, key, rest = (*asked.path.split("/")[2:], "", "", "")[:3]
    method, finder = asked.method, asked.query.get("q", "")
    action = asked.query.get("action", "")
    changes = asked.headers.get("x-restli-method", "").upper() == "PARTIAL_UPDATE"
    table: dict[tuple[str, str, bool, str], tuple[str, str, Answer]] = {
        ("posts", "POST", False, ""): (_WRITES, "created", lambda: posts.create(state, asked)),
        ("posts", "GET", False, "author"): (_READS, "", lambda: posts.find_by_author(state, asked)),
        ("posts", "GET", True, ""): (_READS, "", lambda: posts.read(state, key)),
        ("posts", "DELETE", True, ""): (_WRITES, "deleted", lambda: posts.delete(state, key)),
        ("images", "POST", False, "initializeUpload"): (
            _WRITES, "", lambda: media.begin(state, asked, "image")),
        ("documents", "POST", False, "initializeUpload"): (
            _WRITES, "", lambda: media.begin(state, asked, "document")),
        ("images", "GET", True, ""): (_WRITES, "", lambda: media.status(state, key)),
        ("documents", "GET", True, ""): (_WRITES, "", lambda: media.status(state, key)),
        ("organizationAcls", "GET", False, "roleAssignee"): (
            _COUNTS, "", lambda: social.roles(state)),
        ("networkSizes", "GET", True, ""): (
            _COUNTS, "", lambda: figures.network_size(state, key)),
        ("organizationalEntityShareStatistics", "GET", False, "organizationalEntity"): (
            _COUNTS, "", lambda: figures.share_statistics(state, asked)),
        ("organizationalEntityFollowerStatistics", "GET", False, "organizationalEntity"): (
            _COUNTS, "", lambda: figures.follower_statistics(state, asked)),
    }  # fmt: skip
    if resource == "posts" and method == "POST" and key and changes:
        return _WRITES, "updated", lambda: posts.update(state, asked, key)
    if resource == "socialActions" and rest == "comments":
        if method == "POST":
            return _WRITES, "commented", lambda: social.comment(state, asked, key)
        return _READS, "", lambda: social.comments(state, key)
    return table.get((resource, method, bool(key), finder or action))


def _login(state: Simulated, asked: Asked) -> Reply:
    pages: dict[tuple[str, str], Answer] = {
        ("GET", "/oauth/v2/authorization"): lambda: oauth.ask(state, asked),
        ("POST", "/oauth/v2/accessToken"): lambda: oauth.access_token(state, asked),
        ("POST", "/oauth/v2/introspectToken"): lambda: oauth.introspect(state, asked),
    }
    answer = pages.get((asked.method, asked.path))
    return answer() if answer else error(404, "NOT_FOUND", "No such page")


def _token(asked: Asked) -> str:
    return asked.headers.get("authorization", "").removeprefix("Bearer ")


def _refused(state: Simulated, asked: Asked) -> Reply | None:
    """Outage, quota and token."""
    state.calls += 1
    if state.refuse:
        return error(state.refuse, _CODES.get(state.refuse, "ERROR"), "refused")
    if state.quota is not None and state.calls > state.quota:
        told = (
            "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
        )
        return error(429, "TOO_MANY_REQUESTS", told, 101)
    token = state.tokens.get(_token(asked))
    if token is None:
        return error(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600)
    if token.revoked:
        told = "The token used in the request has been revoked by the user"
        return error(401, "REVOKED_ACCESS_TOKEN", told, 65601)
    if token.ends <= state.now():
        told = "The token used in the request has expired"
        return error(401, "EXPIRED_ACCESS_TOKEN", told, 65602)
    return None


def _badly_asked(asked: Asked) -> Reply | None:
    """Protocol and version."""
    if asked.headers.get("x-restli-protocol-version") != "2.0.0":
        return error(400, "ILLEGAL_ARGUMENT", "X-Restli-Protocol-Version must be 2.0.0")
    version = asked.headers.get("linkedin-version", "")
    if version not in VERSIONS:
        told = f"Requested version {version} is not active"
        return error(426, "NONEXISTENT_VERSION", told)
    return None
