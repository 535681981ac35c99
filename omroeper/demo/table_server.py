"""What the stand-ins of open tables share: answers, and the troubles such services really have."""

import json
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from omroeper.demo.local_server import LocalServer


class TableServer(LocalServer, ABC):
    """The next `failing` requests end in `failure`: `500`, or `abort` (half an answer)."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.failing = 0
        self.failure = "500"
        self.asked: list[str] = []

    @abstractmethod
    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[bytes, str] | None:
        """The body and its content type; None is a 404."""

    def fail(self, times: int, failure: str = "500") -> None:
        self.failing, self.failure = times, failure


def as_json(value: Any) -> tuple[bytes, str]:
    return json.dumps(value).encode(), "application/json; charset=utf-8"


class _Handler(BaseHTTPRequestHandler):
    server: TableServer

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        self.server.asked.append(unquote(self.path))
        found = self.server.answer(split.path, parse_qs(split.query))
        if self.server.failing:
            self.server.failing -= 1
            if self.server.failure == "abort":
                self._send(200, b'{"value": [', "application/json", said=1000)
                return
            self._send(500, b"Internal Server Error", "text/plain")
        elif found is None:
            self._send(404, b"Not found", "text/plain")
        else:
            self._send(200, *found)

    def _send(self, status: int, content: bytes, kind: str, said: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if said is None else said))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet: the gathering tells what happened."""
