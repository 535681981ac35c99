"""The programmes' feeds on loopback, for the month of October 2024: real facts, some troubles.

Answers conditional requests as RFC 9110 §13 says, so that a second gathering costs a 304 each.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from pathlib import Path

import yaml

from omroeper.demo.local_server import LocalServer

_LAST_MODIFIED = format_datetime(datetime(2024, 10, 14, 12, 0, tzinfo=UTC), usegmt=True)


@dataclass(frozen=True, slots=True)
class DemoFeed:
    """One feed: its file among the documents (none: it answers 404) and its content type."""

    source: str
    name: str
    programme: str
    document: str
    content_type: str
    kind: str = "feed"
    credit: str = ""


_RSS, _ATOM = "application/rss+xml", "application/atom+xml"
FEEDS = (
    DemoFeed("agdb-nieuws", "AGDB, nieuws", "agdb", "agdb.rss.xml", _RSS),
    DemoFeed("techkwadraat-nieuws", "Techkwadraat", "techkwadraat", "techkwadraat.rss.xml", _RSS),
    DemoFeed("sto-nieuws", "Sterk Techniekonderwijs", "sto", "sto.atom.xml", _ATOM),
    DemoFeed("hca-ict-nieuws", "HCA ICT", "hca-ict", "hca-ict.json", "application/feed+json"),
    DemoFeed("fll-nieuws", "FIRST LEGO League", "fll", "fll.rdf.xml", "application/rdf+xml"),
    DemoFeed(
        "stem-nieuws", "STEM Coalition", "eu-stem-coalition", "internationaal.atom.xml", _ATOM
    ),
    DemoFeed("groenpact-nieuws", "Groenpact", "groenpact", "groenpact.rss.xml", "text/xml"),
    DemoFeed(
        "ssc-nieuws",
        "Samen Sneller Circulair",
        "samen-sneller-circulair",
        "circulair.html",
        "text/html",
        "page",
        "Samen Sneller Circulair (CC BY 4.0)",
    ),
    DemoFeed("agenda", "Agenda", "techkwadraat", "agenda.ics", "text/calendar", "calendar"),
    DemoFeed("gedeelde-lijst", "Gedeelde lijst", "agdb", "lijst.csv", "text/csv", "sheet"),
    DemoFeed("katapult-nieuws", "Katapult (breekt af)", "katapult", "katapult.rss.xml", _RSS),
    DemoFeed("coe-nieuws", "Centers of expertise (geen feed)", "coe", "coe.html", "text/html"),
    DemoFeed("rif-nieuws", "Regionaal investeringsfonds (weg)", "rif", "", ""),
)


class FeedServer(LocalServer):
    """Serves FEEDS; `url` is on loopback at a free port."""

    def __init__(self) -> None:
        super().__init__(_Handler)


def write_sources(file: Path, base_url: str) -> None:
    """A sources file with the hand-written updates and every demo feed at this address."""
    updates = {
        "id": "updates",
        "name": "Handgeschreven updates",
        "kind": "updates",
        "address": "updates",
        "programme": "agdb",
        "weight": 2,
    }
    feeds = [
        {
            "id": feed.source,
            "name": feed.name,
            "kind": feed.kind,
            "address": f"{base_url}/{feed.source}",
            "programme": feed.programme,
            "credit": feed.credit,
        }
        for feed in FEEDS
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"sources": [updates, *feeds]}, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        feed = next((one for one in FEEDS if f"/{one.source}" == self.path), None)
        if feed is None or not feed.document:
            self._answer(404, b"Not found\n", "text/plain", {})
            return
        content = (files("omroeper.demo") / "feeds" / feed.document).read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        validators = {"ETag": etag, "Last-Modified": _LAST_MODIFIED}
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, b"", "", validators)
        else:
            self._answer(200, content, feed.content_type, validators)

    def _answer(self, status: int, content: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet: the gathering tells what happened."""
