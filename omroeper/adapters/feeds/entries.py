"""Feed documents as typed entries: the one place where foreign data is taken apart."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from omroeper.adapters.feeds.fetching import Fetched
from omroeper.adapters.feeds.images import pixels
from omroeper.domain.errors import SourceError
from omroeper.domain.item import Enclosure, Image
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Source
from omroeper.domain.text import one_line, readable


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry as the feed gave it. `html` may hold anything; `published` is aware or unknown."""

    guid: str
    link: str
    title: str
    html: str
    published: datetime | None
    tags: tuple[str, ...]
    language: str
    images: tuple[Image, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedDocument:
    entries: tuple[FeedEntry, ...]
    warnings: tuple[str, ...]


def parse_feed(fetched: Fetched, source: Source) -> FeedDocument:
    """RSS, Atom or JSON Feed, told apart by content; raises SourceError not_a_feed or malformed."""
    content = fetched.content or b""
    if content.lstrip()[:1] == b"{":
        return _parse_json_feed(content, fetched.address, source)
    return _parse_xml_feed(content, fetched, source)


def _parse_xml_feed(content: bytes, fetched: Fetched, source: Source) -> FeedDocument:
    headers = {"content-type": fetched.content_type, "content-location": fetched.address}
    # A stream, because feedparser opens bytes that are the name of a file; nh3 cleans the html after
    # it, so that feedparser need not: that is most of its time.
    try:
        parsed = feedparser.parse(
            BytesIO(content),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as fault:  # damaged markup sends its loose parser astray (KeyError, seen)
        told = f"it is damaged beyond reading ({type(fault).__name__})"
        raise _error("malformed", told, source) from fault
    if not parsed.get("version"):
        raise _error("not_a_feed", "it is a page, not a feed", source)
    entries = tuple(_xml_entry(entry, parsed.feed) for entry in parsed.entries)
    cause = parsed.get("bozo_exception")
    harmless = isinstance(
        cause, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType
    )
    if not parsed.bozo or harmless:
        return FeedDocument(entries, ())
    if not entries:
        raise _error("malformed", f"it is not well-formed ({cause})", source)
    line = getattr(cause, "getLineNumber", lambda: None)()
    where = f" at line {line}" if line else ""
    return FeedDocument(
        entries, (f"malformed: the document breaks off{where}; {len(entries)} entries were read",)
    )


def _xml_entry(entry: Any, feed: Any) -> FeedEntry:
    content = entry.get("content") or []
    longest = max((part.get("value", "") for part in content), key=len, default="")
    # `in` first: feedparser warns when it has to borrow one date for the other
    dates = [entry[name] for name in ("published_parsed", "updated_parsed") if name in entry]
    moment = next((parts for parts in dates if parts), None)
    return FeedEntry(
        guid=one_line(str(entry.get("id", ""))),
        link=one_line(str(entry.get("link", ""))),
        title=readable(str(entry.get("title", ""))),
        html=readable(longest or str(entry.get("summary", ""))),
        published=_moment(moment),
        tags=tuple(readable(str(tag.get("term") or "")) for tag in entry.get("tags") or []),
        language=_language(entry) or str(feed.get("language") or ""),
        images=_media_images(entry),
        enclosures=_enclosures(entry.get("enclosures"), "href", "type", "length"),
    )


def _media_images(entry: Any) -> tuple[Image, ...]:
    """Media RSS: `media:content` of the medium image, and `media:thumbnail`."""
    contents = [one for one in entry.get("media_content") or [] if _is_image(one)]
    return tuple(
        Image(
            one_line(str(one.get("url") or "")),
            width=pixels(one.get("width")),
            height=pixels(one.get("height")),
        )
        for one in [*contents, *(entry.get("media_thumbnail") or [])]
    )


def _is_image(media: Any) -> bool:
    kind = str(media.get("medium") or media.get("type") or "")
    return kind.partition("/")[0].casefold() == "image"


def _enclosures(given: Any, address: str, media_type: str, length: str) -> tuple[Enclosure, ...]:
    """The files of an entry whose address is one; the names differ between RSS and JSON Feed."""
    found = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    made = (
        Enclosure(
            one_line(str(one.get(address) or "")),
            one_line(str(one.get(media_type) or "")),
            _bytes(one.get(length)),
        )
        for one in found
    )
    return tuple(one for one in made if is_web_address(one.address))


def _bytes(given: Any) -> int:
    text = str(given or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def _language(entry: Any) -> str:
    """`xml:lang` or `dc:language` of the entry itself; feedparser keeps the first with the title."""
    detail = entry.get("title_detail") or {}
    return str(entry.get("language") or detail.get("language") or "")


def _moment(parts: Any) -> datetime | None:
    if parts is None:
        return None
    try:
        year, month, day, hour, minute, second = parts[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _parse_json_feed(content: bytes, address: str, source: Source) -> FeedDocument:
    """JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1)."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as cause:
        raise _error("malformed", f"it is not well-formed JSON ({cause})", source) from cause
    version = str(document.get("version", "")) if isinstance(document, dict) else ""
    items = document.get("items") if isinstance(document, dict) else None
    if "jsonfeed.org/version" not in version or not isinstance(items, list):
        raise _error("not_a_feed", "it is JSON, but no JSON Feed", source)
    whole = [item for item in items if isinstance(item, dict)]
    language = str(document.get("language") or "")
    entries = tuple(_json_entry(item, address, language) for item in whole)
    lost = len(items) - len(whole)
    return FeedDocument(entries, (f"{lost} entries are no objects",) if lost else ())


def _json_entry(item: dict[str, Any], address: str, language: str) -> FeedEntry:
    tags = item.get("tags")
    return FeedEntry(
        guid=one_line(str(item.get("id") or "")),
        link=_joined(address, one_line(str(item.get("url") or item.get("external_url") or ""))),
        title=readable(str(item.get("title") or "")),
        html=readable(
            str(item.get("content_html") or item.get("content_text") or item.get("summary") or "")
        ),
        published=_iso_moment(item.get("date_published") or item.get("date_modified")),
        tags=tuple(readable(str(tag)) for tag in tags) if isinstance(tags, list) else (),
        language=str(item.get("language") or language),
        images=_json_images(item),
        enclosures=_enclosures(item.get("attachments"), "url", "mime_type", "size_in_bytes"),
    )


def _json_images(item: dict[str, Any]) -> tuple[Image, ...]:
    found = (item.get("image"), item.get("banner_image"))
    return tuple(Image(one_line(one)) for one in found if isinstance(one, str))


def _joined(address: str, link: str) -> str:
    """The link as a whole address; as it came where it is none, for the reader to name."""
    try:
        return urljoin(address, link)
    except ValueError:
        return link


def _iso_moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _error(reason: str, problem: str, source: Source) -> SourceError:
    remedy = "Check the address; a browser shows what it gives."
    return SourceError(reason, problem, source=source.id, remedy=remedy)
