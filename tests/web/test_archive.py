"""The archive: found by words whatever their accents and endings, and a feed that is valid Atom."""

from datetime import datetime
from xml.etree import ElementTree

import feedparser
import pytest

from omroeper.adapters.stems import stemmer_of
from omroeper.domain.search import folded_words, found_titles, passages_of
from tests.domain.test_assembly import item, make
from tests.web.conftest import Site
from tests.wiring.test_revised_figures import OCTOBER

_ATOM = "{http://www.w3.org/2005/Atom}"
EDITION = make(
    item("a", "sto", text="Ruim 40 bedrijven gaven een geïntegreerde cursus aan leerkrachten."),
    item("b", "iol", text="Op het café van de regio werd over energietransitie gepraat."),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("GEINTEGREERDE", True),
        ("cafe", True),
        ("Café regio", True),
        ("energie", True),  # the beginning of a word
        ("bedrijf", True),  # another form of one
        ("leerkracht cursus", True),
        ("cafe bedrijven", True),  # in two stories of one edition
        ("transitie ijsbeer", False),
        ("ijsbeer", False),
        ("  ", True),
        ("%", True),
    ],
)
def test_words_are_found_without_accents_case_and_endings(query: str, found: bool) -> None:
    stem = stemmer_of("nl")
    assert (found_titles(query, passages_of(EDITION, stem), stem) is not None) is found


def test_the_titles_of_what_was_found_are_shown() -> None:
    stem = stemmer_of("nl")
    titles = found_titles("café", passages_of(EDITION, stem), stem)
    assert titles == tuple(e.item.title for e in EDITION.entries if e.item.key == "b")
    assert folded_words("Één à twee") == ("een", "a", "twee")


def test_the_archive_is_searched_and_says_what_was_found(sent: Site) -> None:
    draft = sent.desk.store.draft(OCTOBER)
    assert draft is not None
    title = draft.edition.entries[1].item.title
    page = sent.client.get("/archief", params={"zoek": title.upper()}).text
    assert "Gevonden voor" in page
    assert f"/archief/{OCTOBER}" in page
    assert title in page
    nothing = sent.client.get("/archief/agdb", params={"zoek": "<b>xyzzy</b>"}).text
    assert "Niets gevonden voor ‘&lt;b&gt;xyzzy&lt;/b&gt;’" in nothing
    assert f"/archief/{OCTOBER}" not in nothing


def test_only_what_was_sent_is_found(site: Site) -> None:
    assert "Er is nog geen nieuwsbrief verzonden" in site.client.get("/archief").text
    assert "Niets gevonden" in site.client.get("/archief?zoek=techniek").text


@pytest.mark.parametrize("empty", [False, True])
def test_the_feed_is_valid_atom(request: pytest.FixtureRequest, empty: bool) -> None:
    """RFC 4287: what a feed (§4.1.1) and an entry (§4.1.2) must have, each once, and in what form."""
    site: Site = request.getfixturevalue("site" if empty else "sent")
    answer = site.client.get("/archief/agdb.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{_ATOM}feed"
    entries = feed.findall(f"{_ATOM}entry")
    assert len(entries) == (0 if empty else 1)
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{_ATOM}{name}")) == 1
            assert (one.findtext(f"{_ATOM}{name}") or "").strip()
        assert datetime.fromisoformat(one.findtext(f"{_ATOM}updated") or "").tzinfo  # RFC 3339
        assert (one.findtext(f"{_ATOM}id") or "").startswith("http")
        alternates = [
            link for link in one.findall(f"{_ATOM}link") if link.get("rel") == "alternate"
        ]
        assert len(alternates) == 1
        assert len({(x.get("type"), x.get("hreflang")) for x in alternates}) == len(alternates)
    assert (feed.find(f"{_ATOM}author/{_ATOM}name")) is not None  # for entries without their own
    assert len({one.findtext(f"{_ATOM}id") for one in entries}) == len(entries)
    known = {"id", "title", "subtitle", "updated", "author", "name", "link", "entry", "summary"}
    assert {one.tag for one in feed.iter()} <= {_ATOM + name for name in {"feed", *known}}
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    if not empty:
        draft = site.desk.store.draft(OCTOBER)
        assert draft is not None
        assert parsed.entries[0].title == draft.edition.subject
        path = parsed.entries[0].link.removeprefix(site.desk.settings.web_url)
        assert site.client.get(path).status_code == 200


def test_a_feed_of_no_newsletter_is_not_there(site: Site) -> None:
    assert site.client.get("/archief/bestaat-niet.atom").status_code == 404
    assert "Skills Across Europe" in site.client.get("/archief/internationaal.atom").text
