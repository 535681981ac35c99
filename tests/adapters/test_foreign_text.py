"""Foreign markup becomes text that can be read, in a language, with its images noted."""

import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.feeds.images import images_in, noted_images
from omroeper.adapters.feeds.text import language_of, mended, plain_line, plain_text, sanitised
from omroeper.domain.errors import SourceError
from omroeper.domain.item import Enclosure, Image
from omroeper.domain.text import readable
from tests.adapters.test_feed_text import json_feed, read
from tests.adapters.test_feeds import entry, rss

PICTURE = "https://x.example/foto.jpg"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Een</p><p>Twee</p>", "Een\n\nTwee"),
        ("Een<br>Twee", "Een\n\nTwee"),
        ("leer\u00admateriaal en vmbo\u200b-scholen", "leermateriaal en vmbo-scholen"),
        ("CafÃ© en â€˜techniekâ€™", "Café en ‘techniek’"),
        ("Caf&eacute; &amp; thee", "Café & thee"),
        ("Caf&amp;eacute; &amp;amp; thee &amp;#8217;s", "Café & thee ’s"),
        ("AT&T; 3 &lt; 4", "AT&T; 3 < 4"),
        ("cafe\u0301", "café"),
        ("“Zó’n mooi” €\u00a05 ĳs", "“Zó’n mooi” € 5 ĳs"),
        ("<script>x()</script><style>p{}</style>Over", "Over"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
    ],
)
def test_text_is_decoded_mended_and_without_markup(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_html_keeps_a_small_allow_list() -> None:
    shown = sanitised(
        '<p onclick="x()" style="color:red">A<iframe src="//e"></iframe><svg><a href="x"/></svg>'
        '<a href="javascript:x()">b</a><a href="https://x.example">c</a></p><form>d</form>'
    )
    assert shown == '<p>A<a>b</a><a href="https://x.example">c</a></p>d'


@given(st.text(max_size=300))
def test_whatever_comes_is_readable_and_stays_the_same_when_read_again(markup: str) -> None:
    text = plain_text(markup)
    assert text == readable(text)
    assert plain_line(markup) == " ".join(plain_line(markup).split())
    assert mended(mended(text)) == mended(text)


DUTCH = (
    "De Smart Makers Academy en NxtGen Hightech Smart Capability Booster beginnen met FIRST LEGO "
    "League aan een traject voor leven lang ontwikkelen in het mkb."
)
MIXED = (
    "EU STEM Coalition en CoVE Community of Practice: de Future Network Services van Human Capital "
    "Agenda ICT gaan over AI, data, cloud, cybersecurity en skills for the future of work."
)
ENGLISH = (
    "The EU STEM Coalition has published its annual report on the state of STEM education in "
    "Europe. Thirteen member states have contributed to this report."
)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (DUTCH, "nl", "nl"),
        (DUTCH, "en", "nl"),
        (MIXED, "nl", "nl"),
        (ENGLISH, "nl", "en"),
        (ENGLISH, "en", "en"),
        ("Smart Industry", "nl", "nl"),
        ("Smart Industry", "en", "en"),
    ],
)
def test_the_language_is_what_a_long_enough_text_tells(
    text: str, declared: str, language: str
) -> None:
    assert language_of(text, declared) == language


def test_an_english_item_in_a_dutch_feed_is_known_as_english() -> None:
    feed = rss(
        entry("Annual report", "https://x.example/1", description=ENGLISH),
        entry("Start", "https://x.example/2", description=DUTCH),
    )
    assert [item.language for item in read(httpx.Response(200, content=feed)).items] == ["en", "nl"]


def test_images_are_noted_once_with_alt_and_size_and_no_counting_pixel() -> None:
    markup = (
        f'<img src="{PICTURE}" alt="Leerlingen &amp; docent" width="640" height="50%">'
        '<img src="https://x.example/pixel.gif" width=1 height=1><img src="data:image/png,x">'
        '<img src="/los.png"><img alt="zonder adres">'
    )
    assert next(iter(images_in(markup))) == Image(PICTURE, "Leerlingen & docent", 640)
    assert noted_images([Image(PICTURE)], markup) == (Image(PICTURE, "Leerlingen & docent", 640),)


def test_a_feed_gives_its_media_and_its_files() -> None:
    media = (
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" medium="image" '
        f'url="{PICTURE}" width="800" height="600"/>'
        '<enclosure url="https://x.example/a.pdf" type="application/pdf" length="1200"/>'
    )
    whole = entry("Met bijlage").replace("</item>", f"{media}</item>")
    (item,) = read(httpx.Response(200, content=rss(whole))).items
    assert item.images == (Image(PICTURE, "", 800, 600),)
    assert item.enclosures == (Enclosure("https://x.example/a.pdf", "application/pdf", 1200),)


def test_a_json_feed_gives_its_image_and_attachments() -> None:
    attachments = [
        {"url": "https://x.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9},
        {"url": "javascript:x"},
        "geen object",
    ]
    (item,) = read(json_feed(id="1", title="T", image=PICTURE, attachments=attachments)).items
    assert item.images == (Image(PICTURE),)
    assert item.enclosures == (Enclosure("https://x.example/a.mp3", "audio/mpeg", 9),)
    assert json.dumps(item.guid) == '"1"'


def test_entities_of_a_feed_do_not_grow_and_open_no_file() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    head, _, rest = rss(entry("&l9; &f;", description="&l9; &f;")).decode().partition("<rss")
    feed = f"{head}{doctype}<rss{rest}".encode()
    try:
        items, reason = read(httpx.Response(200, content=feed)).items, ""
    except SourceError as error:
        items, reason = (), error.reason
    assert reason in ("", "malformed")
    for item in items:
        assert len(item.title) + len(item.text) < 1000
        assert "root:" not in item.title + item.text
