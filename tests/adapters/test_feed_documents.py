"""feedparser's own test documents, well-formed and ill-formed: none surprises us.

tests/data/feedparser-documents.zip holds them with their origin and licence.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.feeds import FeedReader
from omroeper.domain.errors import SourceError
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Reading, Source, SourceKind, Validators
from omroeper.domain.text import readable
from tests.adapters.test_feeds import NOW

FILE = Path(__file__).parents[1] / "data" / "feedparser-documents.zip"
FEEDS_FOLDER = Path(__file__).parents[2] / "omroeper" / "demo" / "feeds"
SOURCE = Source("bron", "Bron", SourceKind.FEED, "https://x.example/feed", "fll")
_HEADER = re.compile(rb"^Header:\s+([^:\n]+):\s*(.*)$", re.MULTILINE)


def documents(*folders: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(FILE) as archive:
        for name in archive.namelist():
            if name.startswith(folders) and name.endswith(".xml"):
                yield name, archive.read(name)


def read(content: bytes) -> Reading:
    """Read a document as it would come over HTTP, with the headers its first comment asks for."""
    asked = [
        (name.strip(), value.strip())
        for name, value in _HEADER.findall(content[:2000])
        if name.strip().lower() in (b"content-type", b"content-location")
    ]
    reply = httpx.Response(200, headers=asked, stream=httpx.ByteStream(content))
    client = httpx.Client(transport=httpx.MockTransport(lambda _: reply))
    return FeedReader(client).read(SOURCE, Validators(), NOW)


@pytest.mark.parametrize(
    ("folders", "least", "least_items"),
    [
        (("wellformed/", "illformed/"), 1700, 450),
        (("encoding/", "entities/"), 450, 10),
    ],
)
def test_every_document_gives_items_or_a_named_reason(
    folders: tuple[str, ...], least: int, least_items: int
) -> None:
    outcomes: Counter[str] = Counter()
    for name, content in documents(*folders):
        try:
            reading = read(content)
        except SourceError as error:
            outcomes[error.reason] += 1
            continue
        outcomes["items" if reading.items else "told" if reading.warnings else "no entries"] += 1
        has_entries = re.search(rb"<(entry|item)[ >]", content) is not None
        assert reading.items or reading.warnings or not has_entries, name
        for item in reading.items:
            assert item.title, name
            assert item.published.tzinfo is not None, name
            assert not item.link or is_web_address(item.link), name
            assert item.text == readable(item.text), name
            assert "<script" not in item.text.casefold() or "&lt;" in content.decode("latin-1"), (
                name
            )
    assert outcomes.total() >= least
    assert outcomes["items"] >= least_items
    assert set(outcomes) <= {"items", "told", "no entries", "malformed", "not_a_feed", "empty"}


WHOLE = [file.read_bytes() for file in sorted(FEEDS_FOLDER.iterdir())]
_PIECE = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"<![CDATA[", b"&#x0;", b"]]>", b"</item>", b"\xff\xfe", b"<!--", b'"', b"{"]),
)


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), _PIECE)))
def test_a_damaged_feed_gives_items_or_a_named_reason(
    whole: bytes, damages: list[tuple[float, int, bytes]]
) -> None:
    content = whole
    for where, lost, put in damages:
        place = int(where * len(content))
        content = content[:place] + put + content[place + lost :]
    try:
        reading, reason = read(content), ""
    except SourceError as error:
        reading, reason = Reading(), error.reason
    assert reason in {"", "malformed", "not_a_feed", "empty"}
    assert all(item.title and item.text == readable(item.text) for item in reading.items)
