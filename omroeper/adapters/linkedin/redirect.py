"""Waiting on loopback for the browser that comes back from LinkedIn with a code."""

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

from omroeper.domain.errors import SettingsError

_LOOPBACK = ("localhost", "127.0.0.1")
_PAGE = (
    "<!doctype html><html lang=nl><meta charset=utf-8><title>Omroeper</title>"
    "<p>Dit venster kan dicht. In de terminal staat of het inloggen gelukt is."
)


class Redirect:
    """Listens where the redirect address points; a context manager.

    Raises SettingsError when that is not this machine, or when the port is taken.
    """

    def __init__(self, redirect_url: str) -> None:
        parts = urlsplit(redirect_url)
        if parts.hostname not in _LOOPBACK:
            raise self._wrong(
                "it is not an address of this machine, so nobody listens there",
                "Finish with `omroeper linkedin login --code ADDRESS`.",
            )
        self.address = ""
        waiting = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answers = urlsplit(self.path).path == (parts.path or "/")
                self.send_response(200 if answers else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                if answers:
                    self.wfile.write(_PAGE.encode())
                    waiting.address = self.path

            def log_message(self, *_: object) -> None:
                """Quiet: the path holds the code."""

        try:
            self._server = HTTPServer(("127.0.0.1", parts.port or 80), Handler)
        except OSError as cause:
            raise self._wrong(
                f"its port cannot be listened at ({cause.strerror})",
                "Stop what uses it, or set another port here and with the app.",
            ) from cause

    def wait(self, seconds: float) -> str:
        """The address that the browser came to; empty when none came in time."""
        until = time.monotonic() + seconds
        while not self.address and (left := until - time.monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        return self.address

    def __enter__(self) -> "Redirect":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def _wrong(self, problem: str, remedy: str) -> SettingsError:
        return SettingsError(problem, thing="OMROEPER_LINKEDIN_REDIRECT_URL", remedy=remedy)
