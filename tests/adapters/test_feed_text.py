"""Whatever a feed holds, an item is text on its lines with a link that can be followed."""

import json

import httpx
import pytest

from omroeper.adapters.feeds import FeedReader
from omroeper.adapters.feeds.reader import MOST_IN_TITLE
from omroeper.domain.errors import SourceError
from omroeper.domain.source import Reading, Source, SourceKind, Validators
from omroeper.domain.text import readable
from tests.adapters.test_feeds import NOW, entry, rss

EVIL = "a\0b\ud800\u202e\r\nBcc: x@y.example"


def read(reply: httpx.Response) -> Reading:
    stream = httpx.ByteStream(reply.content)
    unread = httpx.Response(reply.status_code, headers=reply.headers, stream=stream)
    reader = FeedReader(httpx.Client(transport=httpx.MockTransport(lambda _: unread)))
    source = Source("bron", "Bron", SourceKind.FEED, "https://x.example/feed", "fll")
    return reader.read(source, Validators(), NOW)


def json_feed(**item: object) -> httpx.Response:
    document = {"version": "https://jsonfeed.org/version/1", "items": [item]}
    return httpx.Response(200, content=json.dumps(document).encode())


def test_what_is_no_text_never_comes_through() -> None:
    reading = read(
        json_feed(
            id=EVIL,
            url="https://x.example/\r\na",
            title=EVIL,
            content_text=f"{EVIL} &#1;",
            tags=[EVIL],
        )
    )
    (found,) = reading.items
    assert found.title == "ab Bcc: x@y.example"
    for text in (found.title, found.text, found.link, *found.tags):
        assert text == readable(text)


def test_a_title_without_end_is_shortened_and_told() -> None:
    reading = read(httpx.Response(200, content=rss(entry("woord " * 800))))
    assert len(reading.items[0].title) <= MOST_IN_TITLE + 1
    assert any("shortened" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "link", ["http://[x", "https://x.example:abc/", 'https://x.example/">', "https://x y.example"]
)
def test_a_link_that_cannot_be_followed_is_left_out(link: str) -> None:
    reading = read(json_feed(url=link, title="T"))
    assert [item.link for item in reading.items] == [""]
    assert any("no web address" in warning for warning in reading.warnings)
    escaped = link.replace(">", "&gt;")
    assert read(httpx.Response(200, content=rss(entry("T", escaped)))).items[0].link == ""


def test_a_redirect_to_nonsense_is_named() -> None:
    with pytest.raises(SourceError, match="connection failed"):
        read(httpx.Response(302, headers={"Location": "http://[x"}))
