"""A news page, or a sitemap and its newest pages, as items."""

import warnings as python_warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from omroeper.adapters.dutch_dates import read_moment
from omroeper.adapters.feeds.connecting import time_limit
from omroeper.adapters.feeds.fetching import Fetched, fetch
from omroeper.adapters.feeds.text import language_of, plain_line, plain_text, shortened
from omroeper.adapters.pages.found import Found
from omroeper.adapters.pages.listing import listed, words
from omroeper.adapters.pages.sitemap import Mapped, child_maps, is_sitemap, mapped_pages
from omroeper.domain.errors import SourceError
from omroeper.domain.item import UNKNOWN_DATE, Image, Item, ItemKind, canonical_link, item_key
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Reading, Source, Validators

MOST_PAGES = 20
"""How many pages of a sitemap are visited; the newest ones."""
MOST_MAPS = 3
MOST_SECONDS = 120.0
_MOST_IN_TITLE = 200


class PageReader:
    """Fulfils ports.SourceReader for SourceKind.PAGE. `zone` is for moments without one."""

    def __init__(self, client: httpx.Client, zone: tzinfo) -> None:
        self._client = client
        self._zone = zone

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        """One visit; raises SourceError. What is wrong with one entry is a warning."""
        with time_limit(MOST_SECONDS):  # a sitemap's pages together
            return self._read(source, validators, at)

    def _read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        fetched = fetch(self._client, source, validators)
        if fetched.content is None:
            return Reading(validators=fetched.validators, not_modified=True)
        warnings: list[str] = []
        document = parsed(fetched, source)
        found = (
            list(self._of_sitemap(document, source, warnings))
            if is_sitemap(document)
            else listed(document, source)
        )
        if not found:
            raise SourceError(
                "nothing_found",
                "nothing on the page could be recognised as news",
                source=source.id,
                remedy="Say where it is with `select` in the sources file (item, title, link, date).",
            )
        items = self._items(found, fetched.address, source, at, warnings)
        return Reading(tuple(items), fetched.validators, tuple(warnings))

    def _of_sitemap(
        self, document: BeautifulSoup, source: Source, warnings: list[str]
    ) -> Iterator[Found]:
        pages = mapped_pages(document)
        for address in child_maps(document)[:MOST_MAPS]:
            child = self._visited(address, source, warnings)
            pages += mapped_pages(child) if child else []
        for page in pages[:MOST_PAGES]:
            if page.title:
                yield Found(page.title, page.address, date=page.date or page.changed)
            elif (visited := self._visited(page.address, source, warnings)) is not None:
                yield _of_page(visited, page, source)

    def _visited(self, address: str, source: Source, warnings: list[str]) -> BeautifulSoup | None:
        """A page of the sitemap; one that cannot be read is a warning and the others go on."""
        where = replace(source, address=address)
        try:
            return parsed(fetch(self._client, where, Validators()), where)
        except SourceError as error:
            warnings.append(f"{address[:200]}: {error.problem}")
            return None

    def _items(
        self, found: list[Found], address: str, source: Source, at: datetime, warnings: list[str]
    ) -> list[Item]:
        items: dict[str, Item] = {}
        for one in found:
            item = self._item(one, address, source, at, warnings)
            if item is not None:
                items.setdefault(item.key, item)
        return list(items.values())

    def _item(
        self, one: Found, address: str, source: Source, at: datetime, warnings: list[str]
    ) -> Item | None:
        title = shortened(plain_line(one.title), _MOST_IN_TITLE)
        if not title:
            warnings.append("an entry without title was left out")
            return None
        text = shortened(plain_text(one.text))
        link = _joined(address, one.link)
        starts = read_moment(one.starts, self._zone)
        published, flags = self._published(one, at, title, warnings, is_event=starts is not None)
        picture = _joined(address, one.image)
        return Item(
            key=item_key(source.id, f"link:{canonical_link(link)}" if link else f"title:{title}"),
            source=source.id,
            programme=source.programme,
            title=title,
            text=text,
            link=link,
            published=published,
            retrieved=at,
            kind=ItemKind.EVENT if starts else ItemKind.UPDATE,
            starts=starts,
            ends=read_moment(one.ends, self._zone) if starts else None,
            place=plain_line(one.place),
            language=language_of(f"{title}. {text}", source.language),
            flags=flags,
            guid="",
            images=(Image(picture),) if picture else (),
        )

    def _published(
        self, one: Found, at: datetime, title: str, warnings: list[str], *, is_event: bool
    ) -> tuple[datetime, tuple[str, ...]]:
        """The day on the page when it is plausible, else the moment of retrieval with a flag."""
        moment = read_moment(one.date, self._zone)
        if moment is not None and moment <= at + timedelta(days=1):
            return moment, ()
        if is_event:
            return at, ()
        told = f"has the implausible date {one.date[:40]}" if moment else "has no date"
        warnings.append(f"‘{title}’ {told}; the moment of retrieval is used")
        return at, (UNKNOWN_DATE,)


def parsed(fetched: Fetched, source: Source) -> BeautifulSoup:
    """The document, by a parser that never fails on markup; raises SourceError for what is none."""
    content = fetched.content or b""
    if b"\0" in content[:4096]:
        raise SourceError(
            "not_a_page",
            "it is no page",
            source=source.id,
            remedy="Check the address; a browser shows what it gives.",
        )
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # a sitemap is meant
        return BeautifulSoup(content, "html.parser")


def _of_page(page: BeautifulSoup, mapped: Mapped, source: Source) -> Found:
    """One article's own page: its schema.org data, else its head and its first paragraphs."""
    own = listed(page, replace(source, select=None))
    if len(own) == 1 and own[0].title:
        return replace(own[0], link=mapped.address, date=own[0].date or mapped.changed)
    moment = _meta(page, "article:published_time") or mapped.changed
    return Found(
        title=_meta(page, "og:title") or words(page.find("h1")) or words(page.find("title")),
        link=mapped.address,
        text=_meta(page, "og:description") or _meta(page, "description"),
        date=moment,
        image=_meta(page, "og:image"),
    )


def _meta(page: BeautifulSoup, name: str) -> str:
    tag = page.find("meta", attrs={"property": name}) or page.find("meta", attrs={"name": name})
    return str(tag.get("content", "")).strip() if isinstance(tag, Tag) else ""


def _joined(address: str, link: str) -> str:
    """The link as a whole web address; empty when it is none."""
    try:
        whole = urljoin(address, link) if link else ""
    except ValueError:
        return ""
    return whole if is_web_address(whole) else ""
