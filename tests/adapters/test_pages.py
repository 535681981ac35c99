"""News pages without a feed: selectors, schema.org, `article` markup and sitemaps."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.feeds.fetching import make_client
from omroeper.adapters.pages import PageReader
from omroeper.domain.errors import SourceError
from omroeper.domain.item import UNKNOWN_DATE, Image, ItemKind
from omroeper.domain.source import PageSelectors, Reading, Source, SourceKind, Validators
from tests.adapters.test_feeds import NOW

ZONE = ZoneInfo("Europe/Amsterdam")
HOME = "https://x.example/nieuws/"
PAGE = Source("rif", "RIF", SourceKind.PAGE, HOME, "rif")
ARTICLES = """<!doctype html><html lang="nl"><body><main>
<article><h2><a href="/nieuws/een">Nieuwe ronde</a></h2><time datetime="2024-10-01">1 okt</time>
<img src="/foto.jpg" alt=""><p>De regeling is <b>open</b>.</p><p>Tot december.</p><script>x()</script>
<article><h3>Reactie</h3></article></article>
<article><h3>Zonder link</h3><time>vrijdag 4 oktober 2024</time></article>
<article><p>Zonder kop</p></article></main></body></html>"""
LIST = """<ul class="lijst"><li><a href="een.html"><strong>Eén</strong></a>
<i>2 oktober 2024</i><p>Tekst</p></li>
<li><a href="twee.html"><strong>Twee</strong></a></li></ul>"""


def read(pages: dict[str, str | bytes], source: Source = PAGE) -> Reading:
    """One visit to a site that has these pages."""

    def answer(request: httpx.Request) -> httpx.Response:
        found = pages.get(str(request.url))
        if found is None:
            return httpx.Response(404, stream=httpx.ByteStream(b"weg"))
        content = found.encode() if isinstance(found, str) else found
        return httpx.Response(200, stream=httpx.ByteStream(content))

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        return PageReader(client, ZONE).read(source, Validators(), NOW)


def test_article_markup_is_read_without_any_setting() -> None:
    reading = read({HOME: ARTICLES})
    first, second = reading.items
    assert (first.title, first.link) == ("Nieuwe ronde", "https://x.example/nieuws/een")
    assert first.text == "De regeling is open .\n\nTot december."
    assert first.published == datetime(2024, 10, 1, tzinfo=ZONE)
    assert first.images == (Image("https://x.example/foto.jpg"),)
    assert (second.title, second.link) == ("Zonder link", "")
    assert second.published == datetime(2024, 10, 4, tzinfo=ZONE)
    assert reading.warnings == ("an entry without title was left out",)


def test_declared_selectors_say_where_the_news_is() -> None:
    select = PageSelectors(item="ul.lijst li", title="strong", date="i", text="p")
    reading = read({HOME: LIST}, replace(PAGE, select=select))
    first, second = reading.items
    assert (first.title, first.link, first.text) == ("Eén", f"{HOME}een.html", "Tekst")
    assert first.published == datetime(2024, 10, 2, tzinfo=ZONE)
    assert second.flags == (UNKNOWN_DATE,)
    assert "‘Twee’ has no date" in reading.warnings[0]


def test_a_broken_selector_is_named() -> None:
    with pytest.raises(SourceError, match="a selector cannot be used") as caught:
        read({HOME: LIST}, replace(PAGE, select=PageSelectors(item="li[", title="a")))
    assert caught.value.reason == "bad_selector"


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_schema_org_gives_articles_and_events() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "Nieuwe ronde",
        "url": "/nieuws/een",
        "datePublished": "2024-10-01T09:00:00+02:00",
        "description": "De regeling is open.",
        "image": [{"url": "https://x.example/foto.jpg"}],
    }
    event = {
        "@type": ["Event"],
        "name": "Netwerkdag",
        "startDate": "2024-11-19T10:00",
        "endDate": "2024-11-19T16:00",
        "location": {"@type": "Place", "name": "Utrecht"},
    }
    listing = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": article}]}
    page = script({"@graph": [listing, event, {"@type": "WebSite", "name": "Site"}]}) + script("{")
    news, agenda = read({HOME: page + "<script type='application/ld+json'>{kapot</script>"}).items
    assert (news.title, news.link) == ("Nieuwe ronde", "https://x.example/nieuws/een")
    assert news.published == datetime(2024, 10, 1, 7, tzinfo=UTC)
    assert news.images == (Image("https://x.example/foto.jpg"),)
    assert (agenda.kind, agenda.place, agenda.flags) == (ItemKind.EVENT, "Utrecht", ())
    assert agenda.starts == datetime(2024, 11, 19, 10, tzinfo=ZONE)


def test_a_sitemap_gives_its_newest_pages_and_one_that_is_gone_is_a_warning() -> None:
    urls = "".join(
        f"<url><loc>https://x.example/{n}</loc><lastmod>2024-09-{n:02}</lastmod></url>"
        for n in range(1, 26)
    )
    pages: dict[str, str | bytes] = {
        f"https://x.example/{n}": (
            f'<html><head><meta property="og:title" content="Bericht {n}">'
            f'<meta name="description" content="Over {n}."></head><body><h1>Kop</h1></body></html>'
        )
        for n in range(1, 25)
    }
    reading = read({HOME: f'<?xml version="1.0"?><urlset>{urls}</urlset>', **pages})
    assert [item.title for item in reading.items][:2] == ["Bericht 24", "Bericht 23"]
    assert len(reading.items) == 19
    assert reading.items[0].published == datetime(2024, 9, 24, tzinfo=ZONE)
    assert any("https://x.example/25: it answers 404" in told for told in reading.warnings)


def test_an_index_leads_to_a_news_sitemap_whose_pages_need_no_visit() -> None:
    child = "https://x.example/nieuws.xml"
    news = (
        "<urlset><url><loc>https://x.example/a</loc><news:news><news:title>Eén &amp; twee</news:title>"
        "<news:publication_date>2024-10-01</news:publication_date></news:news></url></urlset>"
    )
    index = f"<sitemapindex><sitemap><loc>{child}</loc></sitemap></sitemapindex>"
    (item,) = read({HOME: index, child: news}).items
    assert (item.title, item.link) == ("Eén & twee", "https://x.example/a")


def test_a_sitemap_leads_to_no_private_address() -> None:
    """The page itself comes by a stand-in; where it points is fetched with the real checks."""
    index = "<urlset><url><loc>http://127.0.0.1:9/geheim</loc></url></urlset>"
    real = make_client()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "x.example":
            return httpx.Response(200, stream=httpx.ByteStream(index.encode()))
        return real._transport.handle_request(request)

    client = httpx.Client(transport=httpx.MockTransport(answer))
    with real, client, pytest.raises(SourceError) as caught:
        PageReader(client, ZONE).read(PAGE, Validators(), NOW)
    assert caught.value.reason == "nothing_found"


def test_entities_of_a_sitemap_do_not_grow() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = (
        f"<!DOCTYPE x [{entities}]><urlset><url><loc>https://x.example/&l9;</loc></url></urlset>"
    )
    with pytest.raises(SourceError):
        read({HOME: laughs})


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\0\1\2", "not_a_page"), (b"<p>Niets</p>", "nothing_found"), (b"", "empty")],
)
def test_what_holds_no_news_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read({HOME: content})
    assert caught.value.reason == reason


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=20),
            st.sampled_from(
                [b"<article>", b"<h2>", b"<a href='//['>", b"<time datetime=x>", b"</article>", b"<urlset>",
                 b"<url><loc>", script([{"@type": "Event", "name": 1}] * 2).encode(), b"<!--", b"<![CDATA["]
            ),
        )
    )
)  # fmt: skip
def test_any_page_gives_items_or_a_named_reason(parts: list[bytes]) -> None:
    try:
        reading, reason = read({HOME: b"".join(parts)}), ""
    except SourceError as error:
        reading, reason = Reading(), error.reason
    assert reason in {"", "nothing_found", "not_a_page", "empty"}
    assert all(item.title and item.published.tzinfo for item in reading.items)
