"""Feeds as they come: every trouble handled by name, the good ones read whole."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.feeds import FeedReader
from omroeper.adapters.feeds.entries import parse_feed
from omroeper.adapters.feeds.fetching import MOST_BYTES, Fetched, make_client
from omroeper.adapters.feeds.text import plain_text, shortened
from omroeper.domain.errors import SourceError
from omroeper.domain.source import Reading, Source, SourceKind, Validators

NOW = datetime(2024, 10, 15, 8, tzinfo=UTC)
Answer = Callable[[BaseHTTPRequestHandler], None]


def rss(*items: str) -> bytes:
    body = "".join(items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>T</title>'
        f"<link>https://x.example</link><description>D</description>{body}</channel></rss>"
    ).encode()


def entry(title: str = "Titel", link: str = "https://x.example/a", **more: str) -> str:
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<item><title>{title}</title><link>{link}</link>{fields}</item>"


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    """50 MB in pieces, without a length."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(800):
            handler.wfile.write(b" " * 65536)
    except ConnectionError:
        return


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


class Site:
    """A real local web server that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = body(b"")
        self.asked: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append({name.lower(): value for name, value in self.headers.items()})
                site.answer(self)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/feed"

    def read(self, validators: Validators | None = None, *, timeout_seconds: float = 10) -> Reading:
        reader = FeedReader(make_client(timeout_seconds, allow_private=True))
        source = Source("bron", "Bron", SourceKind.FEED, self.url, "fll")
        try:
            return reader.read(source, validators or Validators(), NOW)
        finally:
            reader.close()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "reason", "told"),
    [
        (body(b"<html><body>Verhuisd</body></html>"), "not_a_feed", "a page, not a feed"),
        (body(b'{"a": 1}'), "not_a_feed", "no JSON Feed"),
        (body(b'{"version": "https://jsonfeed.org/version/1", "items": ['), "malformed", "JSON"),
        (
            body(str(files("omroeper.demo") / "feeds/agdb.rss.xml").encode()),
            "not_a_feed",
            "a page, not a feed",
        ),
        (body(b"weg", 404), "http_404", "404"),
        (body(b"stuk", 500), "http_500", "500"),
        (body(b"  \n"), "empty", "nothing"),
        (endless, "too_large", "5 MB"),
        (body(b"", 302, Location="/feed"), "redirect_loop", "more than 5"),
        (body(b"", 302, Location="file:///etc/passwd"), "bad_address", "no http(s) address"),
        (hang_up, "connection", "connection failed"),
    ],
    ids=[
        "page",
        "json",
        "half json",
        "a local file's name",
        "404",
        "500",
        "empty",
        "50 MB",
        "loop",
        "file",
        "hang up",
    ],
)
def test_a_source_that_cannot_be_read_is_named(
    site: Site, answer: Answer, reason: str, told: str
) -> None:
    site.answer = answer
    with pytest.raises(SourceError) as caught:
        site.read()
    assert caught.value.reason == reason
    assert told in caught.value.sentence
    assert caught.value.thing == "bron"
    assert caught.value.remedy


def test_a_source_that_never_answers_is_given_up(site: Site) -> None:
    released = threading.Event()
    site.answer = lambda _: bool(released.wait(20)) and None  # type: ignore[assignment]
    try:
        with pytest.raises(SourceError) as caught:
            site.read(timeout_seconds=0.3)
    finally:
        released.set()
    assert caught.value.reason == "timeout"


def test_reading_stops_at_the_limit(site: Site) -> None:
    site.answer = body(rss(entry(description="x" * (MOST_BYTES + 10))))
    with pytest.raises(SourceError, match="larger than 5 MB"):
        site.read()


def test_the_second_visit_is_conditional_and_costs_no_parse(site: Site) -> None:
    site.answer = body(rss(entry()), ETag='"v1"', Last_Modified="Mon, 14 Oct 2024 12:00:00 GMT")
    first = site.read()
    assert first.validators.etag == '"v1"'
    assert first.validators.last_modified == "Mon, 14 Oct 2024 12:00:00 GMT"
    site.answer = body(b"", 304)
    second = site.read(first.validators)
    assert second.not_modified
    assert second.items == ()
    assert site.asked[1]["if-none-match"] == '"v1"'
    assert site.asked[1]["if-modified-since"] == "Mon, 14 Oct 2024 12:00:00 GMT"
    assert site.asked[0]["user-agent"].startswith("Omroeper/")


def test_half_a_document_gives_what_is_whole_and_says_so(site: Site) -> None:
    site.answer = body(rss(entry("Heel", guid="1"), entry("Ook", guid="2"))[:-60])
    reading = site.read()
    assert "Heel" in {item.title for item in reading.items}
    assert any("malformed" in warning for warning in reading.warnings)


def test_scripts_never_come_through(site: Site) -> None:
    evil = "<![CDATA[<p>Goed &amp; wel.</p><script>alert(1)</script><p>Tweede alinea.</p>]]>"
    site.answer = body(rss(entry("Kop &lt;b&gt;vet&lt;/b&gt;", description=evil)))
    (item,) = site.read().items
    assert item.text == "Goed & wel.\n\nTweede alinea."
    assert "alert" not in item.text
    assert item.title == "Kop vet"


@pytest.mark.parametrize(
    "date", ["Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 01 Jan 2099 00:00:00 +0000", "gisteren", ""]
)
def test_an_impossible_date_is_told_and_the_moment_of_retrieval_used(site: Site, date: str) -> None:
    site.answer = body(rss(entry(pubDate=date) if date else entry()))
    reading = site.read()
    (item,) = reading.items
    assert item.published == NOW
    assert item.flags == ("datum onbekend",)
    assert any("date" in warning for warning in reading.warnings)


def test_dates_are_aware_and_right(site: Site) -> None:
    site.answer = body(rss(entry(pubDate="Tue, 01 Oct 2024 09:00:00 +0200")))
    (item,) = site.read().items
    assert item.published == datetime(2024, 10, 1, 7, tzinfo=UTC)


def test_without_guid_the_link_identifies_and_then_the_title(site: Site) -> None:
    site.answer = body(rss(entry("Een", "https://x.example/1"), entry("Twee", "")))
    first = {item.title: item.key for item in site.read().items}
    site.answer = body(rss(entry("Een, gewijzigd", "http://x.example/1/"), entry("Twee", "")))
    again = {item.title: item.key for item in site.read().items}
    assert again["Een, gewijzigd"] == first["Een"]
    assert again["Twee"] == first["Twee"]


def test_the_same_guid_on_two_articles_is_two_items_and_a_warning(site: Site) -> None:
    site.answer = body(
        rss(
            entry("Een", "https://x.example/1", guid="zelfde", description="Eerste"),
            entry("Twee", "https://x.example/2", guid="zelfde", description="Tweede"),
        )
    )
    reading = site.read()
    assert len({item.key for item in reading.items}) == 2
    assert any("guid" in warning for warning in reading.warnings)


def test_an_entry_without_anything_is_left_out_by_name(site: Site) -> None:
    site.answer = body(rss("<item></item>", entry()))
    reading = site.read()
    assert len(reading.items) == 1
    assert "an entry without title and text was left out" in reading.warnings


def test_a_link_that_is_no_web_address_is_left_out(site: Site) -> None:
    site.answer = body(rss(entry(link="javascript:alert(1)")))
    reading = site.read()
    assert reading.items[0].link == ""
    assert any("no web address" in warning for warning in reading.warnings)


def test_a_json_feed_is_read(site: Site) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "nl",
        "items": [
            {"id": "1", "url": "/a", "title": "Titel", "content_html": "<p>Tekst</p>", "tags": ["ict"],
             "date_published": "2024-10-01T09:00:00+02:00"},
            "geen object",
        ],
    }  # fmt: skip
    site.answer = body(json.dumps(feed).encode())
    reading = site.read()
    (item,) = reading.items
    assert item.link.startswith("http://127.0.0.1")
    assert (item.title, item.text, item.tags) == ("Titel", "Tekst", ("ict",))
    assert any("no objects" in warning for warning in reading.warnings)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_feed_or_a_named_reason(content: bytes) -> None:
    source = Source("bron", "Bron", SourceKind.FEED, "https://x.example", "fll")
    fetched = Fetched(content, "https://x.example", "text/xml", Validators())
    try:
        reason = "" if parse_feed(fetched, source).entries else "no entries"
    except SourceError as error:
        reason = error.reason
    assert reason in {"", "no entries", "not_a_feed", "malformed"}


@given(st.text(max_size=300))
def test_plain_text_holds_no_markup(markup: str) -> None:
    assert "<script" not in plain_text(f"<p>{markup}</p><script>x</script>").casefold() or (
        "&lt;script" in markup.casefold()
    )


def test_long_texts_end_at_a_sentence() -> None:
    assert shortened("Een zin. " * 200).endswith("zin.")
    assert len(shortened("woord " * 400)) <= 701
