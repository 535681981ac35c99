"""What a page lists: by declared selectors, by schema.org data, or by `article` elements."""

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from omroeper.adapters.pages.found import Found
from omroeper.domain.errors import SourceError
from omroeper.domain.source import PageSelectors, Source

MOST_ITEMS = 100
_NEWS = {"NewsArticle", "Article", "BlogPosting", "Report"}
_EVENTS = {"Event", "EducationEvent", "BusinessEvent", "SocialEvent"}
_DEEPEST = 6
_HEADING = "h1, h2, h3, h4, h5, h6"


def listed(page: BeautifulSoup, source: Source) -> list[Found]:
    """Everything the page lists, in its order; the selectors decide when there are any."""
    if source.select is not None:
        return list(_selected(page, source.select, source))
    return list(_schema_org(page)) or [_article(tag) for tag in _outermost(page)]


def _selected(page: BeautifulSoup, select: PageSelectors, source: Source) -> Iterator[Found]:
    try:
        for tag in page.select(select.item, limit=MOST_ITEMS):
            title = _first(tag, select.title)
            link = _first(tag, select.link)
            moment = _first(tag, select.date) if select.date else None
            text = _first(tag, select.text) if select.text else None
            yield Found(
                title=words(title),
                link=_href(link) or _href(title) or _href(tag),
                text=words(text),
                date=_moment(moment),
            )
    except SelectorSyntaxError as cause:
        raise SourceError(
            "bad_selector",
            f"a selector cannot be used ({str(cause).splitlines()[0]})",
            source=source.id,
            remedy="Mend `select` in the sources file; a browser's developer tools show a selector.",
        ) from cause


def _schema_org(page: BeautifulSoup) -> Iterator[Found]:
    """JSON-LD (schema.org): articles and events, in a graph or an ItemList."""
    for script in page.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, _DEEPEST):
            found = _thing(thing)
            if found is not None:
                yield found


def _things(data: Any, deepest: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, list) and deepest:
        for one in data[:MOST_ITEMS]:
            yield from _things(one, deepest - 1)
    elif isinstance(data, dict) and deepest:
        yield data
        for inside in ("@graph", "itemListElement", "item", "mainEntity", "hasPart"):
            yield from _things(data.get(inside), deepest - 1)


def _thing(thing: dict[str, Any]) -> Found | None:
    kinds = thing.get("@type")
    names = {str(one) for one in (kinds if isinstance(kinds, list) else [kinds])}
    title = _text(thing.get("headline") or thing.get("name"))
    if not title or not names & (_NEWS | _EVENTS):
        return None
    place = thing.get("location")
    return Found(
        title=title,
        link=_text(thing.get("url") or thing.get("mainEntityOfPage") or thing.get("@id")),
        text=_text(thing.get("description") or thing.get("articleBody")),
        date=_text(thing.get("datePublished") or thing.get("dateCreated")),
        starts=_text(thing.get("startDate")) if names & _EVENTS else "",
        ends=_text(thing.get("endDate")) if names & _EVENTS else "",
        place=_text(place.get("name") if isinstance(place, dict) else place),
        image=_text(thing.get("image")),
    )


def _text(given: Any) -> str:
    """A schema.org value as text: some give a list, some an object with an address."""
    if isinstance(given, list):
        return _text(given[0]) if given else ""
    if isinstance(given, dict):
        return _text(given.get("url") or given.get("@id"))
    return str(given).strip() if isinstance(given, str | int | float) else ""


def _outermost(page: BeautifulSoup) -> list[Tag]:
    articles = page.find_all("article", limit=MOST_ITEMS)
    return [tag for tag in articles if tag.find_parent("article") is None]


def _article(tag: Tag) -> Found:
    heading = tag.select_one(_HEADING)
    link = heading.find("a", href=True) if heading else None
    image = tag.find("img", src=True)
    return Found(
        title=words(heading),
        link=_href(link) or _href(tag.find("a", href=True)),
        text="\n\n".join(filter(None, map(words, tag.find_all("p", limit=8)))),
        date=_moment(tag.find("time")),
        image=str(image.get("src", "")) if isinstance(image, Tag) else "",
    )


def words(tag: object) -> str:
    """The text of an element on one line."""
    return " ".join(tag.get_text(" ").split()) if isinstance(tag, Tag) else ""


def _first(tag: Tag, selector: str) -> Tag | None:
    return tag.select_one(selector)


def _moment(tag: object) -> str:
    """`datetime` of a `time` element, else its words."""
    return str(tag.get("datetime") or words(tag)) if isinstance(tag, Tag) else ""


def _href(tag: object) -> str:
    if not isinstance(tag, Tag):
        return ""
    inner = tag if tag.has_attr("href") else tag.find("a", href=True)
    return str(inner.get("href", "")).strip() if isinstance(inner, Tag) else ""
