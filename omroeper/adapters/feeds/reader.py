"""A feed's entries as items: plain text, plausible dates, an identity that holds."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx

from omroeper.adapters.feeds.entries import FeedEntry, parse_feed
from omroeper.adapters.feeds.fetching import fetch, make_client
from omroeper.adapters.feeds.images import noted_images
from omroeper.adapters.feeds.text import language_of, plain_line, plain_text, shortened
from omroeper.domain.item import UNKNOWN_DATE, Item, canonical_link, item_key
from omroeper.domain.links import is_web_address
from omroeper.domain.source import Reading, Source, Validators

MOST_IN_TITLE = 200
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class FeedReader:
    """Fulfils ports.SourceReader for SourceKind.FEED."""

    def __init__(self, client: httpx.Client | None = None) -> None:
        self._client = client or make_client()

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        """One visit; raises SourceError. What is wrong with one entry is a warning."""
        fetched = fetch(self._client, source, validators)
        if fetched.content is None:
            return Reading(validators=fetched.validators, not_modified=True)
        document = parse_feed(fetched, source)
        warnings = list(document.warnings)
        items = _items(document.entries, source, at, warnings)
        return Reading(tuple(items), fetched.validators, tuple(warnings))

    def close(self) -> None:
        self._client.close()


def _items(
    entries: tuple[FeedEntry, ...], source: Source, at: datetime, warnings: list[str]
) -> list[Item]:
    guids = Counter(entry.guid for entry in entries if entry.guid)
    items: dict[str, Item] = {}
    for entry in entries:
        item = _item(entry, source, at, guids[entry.guid] > 1, warnings)
        if item is None:
            continue
        if item.key in items:
            warnings.append(f"‘{item.title}’ is in the feed twice; the first counts")
        items.setdefault(item.key, item)
    return list(items.values())


def _item(
    entry: FeedEntry, source: Source, at: datetime, shared_guid: bool, warnings: list[str]
) -> Item | None:
    title, text = plain_line(entry.title), shortened(plain_text(entry.html))
    if not title:
        if not text:
            warnings.append("an entry without title and text was left out")
            return None
        title = shortened(text.partition("\n")[0], 90)
    if len(title) > MOST_IN_TITLE:
        whole, title = len(title), shortened(title, MOST_IN_TITLE)
        warnings.append(f"‘{title}’: its title has {whole} characters and was shortened")
    name = f"‘{title}’"
    if shared_guid:
        warnings.append(f"{name}: its guid stands on several entries, so its link tells it apart")
    published, flags = _published(entry, at, name, warnings)
    return Item(
        key=item_key(source.id, _identity(entry, title, shared_guid)),
        source=source.id,
        programme=source.programme,
        title=title,
        text=text,
        link=_web_link(entry.link, name, warnings),
        published=published,
        retrieved=at,
        language=language_of(f"{title}. {text}", _code(entry.language) or source.language),
        tags=tuple(tag for tag in map(plain_line, entry.tags) if tag),
        flags=flags,
        guid=entry.guid,
        images=noted_images(entry.images, entry.html),
        enclosures=entry.enclosures,
    )


def _code(language: str) -> str:
    """`nl` of `nl-NL` (RFC 5646); empty when it is no language."""
    code = language.strip()[:2].lower()
    return code if code.isalpha() and code.isascii() else ""


def _identity(entry: FeedEntry, title: str, shared_guid: bool) -> str:
    """The guid, unless it is missing or stands on several entries; then the link; then the title."""
    link = canonical_link(entry.link) if is_web_address(entry.link) else ""
    if entry.guid and not shared_guid:
        return f"guid:{entry.guid}"
    if entry.guid:
        return f"guid:{entry.guid} link:{link} title:{title}"
    return f"link:{link}" if link else f"title:{title}"


def _published(
    entry: FeedEntry, at: datetime, name: str, warnings: list[str]
) -> tuple[datetime, tuple[str, ...]]:
    """The entry's own date when it is plausible, else the moment of retrieval with a flag."""
    given = entry.published
    if given is not None and EARLIEST <= given <= at + timedelta(days=1):
        return given, ()
    told = "has no date" if given is None else f"has the implausible date {given:%Y-%m-%d}"
    warnings.append(f"{name} {told}; the moment of retrieval is used")
    return at, (UNKNOWN_DATE,)


def _web_link(link: str, name: str, warnings: list[str]) -> str:
    if not link or is_web_address(link):
        return link
    warnings.append(f"{name}: its link is no web address and was left out")
    return ""
