"""LinkedIn's Posts and statistics API on loopback, as its documentation describes it.

Faithful where it hurts: unescaped reserved characters cut the text off silently with a 201, a
duplicate is a 422, an ended version a 426, statistics leave zeros out, and a reply can be lost.
"""

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from omroeper.demo.local_server import LocalServer

TOKEN = "demo-token"  # noqa: S105 - opens nothing but this simulator
ORGANIZATION = "urn:li:organization:2414183"
VERSIONS = frozenset({"202610", "202609", "202608"})
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*([|{}@\[\]()<>*_~])")
_HASHTAG = re.compile(r"#\w")


@dataclass(slots=True)
class Simulated:
    """What the simulator holds, and how it misbehaves. `refuse` is a status to answer with."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    statistics: dict[str, dict[str, int]] = field(default_factory=dict)
    lose_next_reply: bool = False
    refuse: int = 0
    calls: int = 0


class LinkedInSimulator(LocalServer):
    """Its `url` takes the place of https://api.linkedin.com."""

    def __init__(self) -> None:
        self.state = Simulated()
        super().__init__(type("Handler", (_Handler,), {"state": self.state}))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Simulated

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self._refused() or self.path != "/rest/posts":
            return
        entity = json.loads(body)
        text = cut_like_linkedin(str(entity.get("commentary", "")))
        duplicate = next((u for u, p in self.state.posts.items() if p["commentary"] == text), None)
        if duplicate:
            self._error(422, "DUPLICATE_POST", f"Content is a duplicate of {duplicate}")
            return
        kind = "ugcPost" if len(self.state.posts) % 2 else "share"
        urn = f"urn:li:{kind}:{7250000000000000000 + len(self.state.posts)}"
        self.state.posts[urn] = {**entity, "commentary": text, "id": urn}
        if self.state.lose_next_reply:
            self.state.lose_next_reply = False
            self.close_connection = True
            self.connection.close()
            return
        self._answer(201, None, {"x-restli-id": urn})

    def do_GET(self) -> None:
        if self._refused():
            return
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if parts.path == "/rest/posts" and query.get("q") == ["author"]:
            found = list(reversed(self.state.posts.values()))
            self._answer(200, {"elements": found, "paging": {"start": 0, "count": 50}})
        elif parts.path == "/rest/organizationalEntityShareStatistics":
            self._answer(200, {"elements": self._statistics(parts.query), "paging": {}})
        else:
            self._error(404, "NOT_FOUND", "No such resource")

    def _statistics(self, query: str) -> list[dict[str, Any]]:
        urns = re.findall(r"urn:li:(?:share|ugcPost):\d+", unquote(query))
        elements = []
        for urn in urns:
            totals = self.state.statistics.get(urn, {})
            present = {name: value for name, value in totals.items() if value}
            elements.append({"share": urn, "totalShareStatistics": present})
        return elements

    def _refused(self) -> bool:
        """The checks every call passes: protocol, version, token, quota."""
        self.state.calls += 1
        if self.state.refuse:
            codes = {429: "TOO_MANY_REQUESTS", 403: "ACCESS_DENIED", 503: "SERVICE_UNAVAILABLE"}
            self._error(self.state.refuse, codes.get(self.state.refuse, "ERROR"), "refused")
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._error(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired")
        elif self.headers.get("X-Restli-Protocol-Version") != "2.0.0":
            self._error(400, "ILLEGAL_ARGUMENT", "X-Restli-Protocol-Version must be 2.0.0")
        elif self.headers.get("LinkedIn-Version") not in VERSIONS:
            self._error(426, "NONEXISTENT_VERSION", "Requested version is not active")
        else:
            return False
        return True

    def _error(self, status: int, code: str, message: str) -> None:
        self._answer(status, {"status": status, "code": code, "message": message})

    def _answer(
        self, status: int, body: dict[str, Any] | None, headers: dict[str, str] | None = None
    ) -> None:
        content = json.dumps(body).encode() if body is not None else b""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet: the desk tells what happened."""


def cut_like_linkedin(text: str) -> str:
    """The text up to the first reserved character that is not escaped; a hashtag is alive."""
    if found := _UNESCAPED.search(text):
        text = text[: found.start(1)]
    for mark in re.finditer(r"(?<!\\)#", text):
        if not _HASHTAG.match(text, mark.start()):
            return text[: mark.start()]
    return text
