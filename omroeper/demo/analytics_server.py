"""What the stand-ins of web analytics share: rows of visits, and the troubles such services really have."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from omroeper.demo.local_server import LocalServer


@dataclass(frozen=True, slots=True)
class Visits:
    """One day's visits with one set of campaign parameters."""

    day: date
    source: str
    medium: str
    campaign: str
    content: str
    visits: int
    engaged: int
    visitors: int
    conversions: int


Tell = Callable[[Visits], Any]
"""Gives one column of a row as the provider writes it."""


class Asked(NamedTuple):
    """One request: its path, its body (of JSON, or a form's fields), and its bearer token."""

    path: str
    body: Any
    token: str


class Refused(Exception):
    """An answer that is no 200."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class AnalyticsServer(LocalServer, ABC):
    """`rows` may change while it runs, as late visits do. The next `failing` calls of the API end in a 503,
    and with `hangs_up` all in no answer."""

    def __init__(self, rows: Sequence[Visits] = ()) -> None:
        super().__init__(_Handler)
        self.rows = list(rows)
        self.quota_left = 10_000
        self.failing = 0
        self.hangs_up = False
        self.asked: list[Asked] = []

    @abstractmethod
    def answer(self, asked: Asked) -> Any:
        """The JSON of a 200; raises Refused."""

    @abstractmethod
    def over_quota(self) -> Refused:
        """What it says when the quota is used up."""

    def use_quota(self) -> None:
        if self.quota_left <= 0:
            raise self.over_quota()
        self.quota_left -= 1

    def between(self, first: date, last: date) -> list[Visits]:
        return [row for row in self.rows if first <= row.day <= last]


class _Handler(BaseHTTPRequestHandler):
    server: AnalyticsServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_form = "form-urlencoded" in self.headers.get("Content-Type", "")
        body = dict(parse_qsl(content.decode())) if is_form else json.loads(content or b"null")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        asked = Asked(self.path, body, token)
        self.server.asked.append(asked)
        if self.server.hangs_up:
            self.close_connection = True
            return
        if self.server.failing and "token" not in self.path:
            self.server.failing -= 1
            self._send(503, {"error": "unavailable"})
            return
        try:
            self._send(200, self.server.answer(asked))
        except Refused as refused:
            self._send(refused.status, refused.body)

    def _send(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet: the measuring tells what happened."""
