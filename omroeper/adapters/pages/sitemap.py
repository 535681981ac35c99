"""Sitemaps (sitemaps.org, and Google's news sitemap): which pages are newest.

They are read by an html parser: it has no document types and expands no entities.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True, slots=True)
class Mapped:
    """One page of a sitemap; title and date only where it is a news sitemap."""

    address: str
    changed: str = ""
    title: str = ""
    date: str = ""


def is_sitemap(document: BeautifulSoup) -> bool:
    return document.find(["urlset", "sitemapindex"]) is not None


def child_maps(document: BeautifulSoup) -> list[str]:
    """The sitemaps an index names, the last changed first."""
    found = [_mapped(tag) for tag in document.find_all("sitemap")]
    return [one.address for one in _newest(found)]


def mapped_pages(document: BeautifulSoup) -> list[Mapped]:
    """The pages, the last changed first; those without a date keep their order at the end."""
    return _newest([_mapped(tag) for tag in document.find_all("url")])


def _newest(found: list[Mapped]) -> list[Mapped]:
    whole = [one for one in found if one.address]
    return sorted(whole, key=lambda one: one.date or one.changed, reverse=True)


def _mapped(tag: Tag) -> Mapped:
    names = dict(_texts(tag))
    return Mapped(
        address=names.get("loc", ""),
        changed=names.get("lastmod", ""),
        title=names.get("news:title", ""),
        date=names.get("news:publication_date", ""),
    )


def _texts(tag: Tag) -> Iterator[tuple[str, str]]:
    for name in ("loc", "lastmod", "news:title", "news:publication_date"):
        inner = tag.find(name)
        if isinstance(inner, Tag):
            yield name, " ".join(inner.get_text().split())
