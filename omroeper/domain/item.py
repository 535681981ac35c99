"""Items: one update or event, as gathered from one source."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit


class ItemKind(StrEnum):
    UPDATE = "update"
    EVENT = "event"


UNKNOWN_DATE = "datum onbekend"
"""Flag (Dutch, for the editor): the source gave no date, or one that cannot be."""

CANCELLED = "afgelast"
"""Flag (Dutch, for editor and reader): the event does not take place."""

MOVED = "verplaatst"
"""Flag (Dutch, for the editor): this date of a recurring event was moved."""

WITHDRAWN = "staat niet meer in de bron"
"""Flag (Dutch, for the editor): the source no longer tells of this event, and does not say why."""

EDITED = "na de eerste keer gewijzigd"
"""Flag (Dutch, for the editor), followed by which version this is."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image of an item; `width` and `height` in pixels, 0 where the source does not say."""

    address: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an item (RSS 2.0 `enclosure`); `length` in bytes, 0 when unknown."""

    address: str
    media_type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One update or event. Datetimes are aware; `text` is plain, without markup.

    `key` is its stable identity; `digest` changes when a reader would read something else. `guid` is
    what the source says identifies it, which may be untrue: see domain/identity.py. None says that
    the key is certain (a file, a calendar's UID, a form), so that no other evidence is weighed.
    `series` is shared by the dates of one recurring event. `quotes_consent` is the note of who
    agreed to be quoted, when and how; None where the source has no place for such a note.
    """

    key: str
    source: str
    programme: str
    title: str
    text: str
    link: str
    published: datetime
    retrieved: datetime
    kind: ItemKind = ItemKind.UPDATE
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    language: str = "nl"
    tags: tuple[str, ...] = ()
    lead_wish: bool = False
    revision: int = 1
    flags: tuple[str, ...] = ()
    guid: str | None = None
    images: tuple[Image, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    series: str = ""
    quotes_consent: str | None = None

    @property
    def digest(self) -> str:
        """Hash of what a reader sees; retrieval, and how the same page is addressed, do not count.

        That an event is off is seen too.
        """
        return content_digest(
            self.title,
            self.text,
            canonical_link(self.link),
            _iso(self.starts),
            _iso(self.ends),
            self.place,
            *(flag for flag in (CANCELLED, WITHDRAWN) if flag in self.flags),
        )


def content_digest(*parts: str) -> str:
    """SHA-256 over the parts, each set off from the next."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def item_key(source: str, identity: str) -> str:
    """Stable key of an item: its source and what identifies it there (guid, link or title)."""
    return content_digest(source, identity)[:16]


_TRACKING = re.compile(
    r"(?:utm|mc|pk|mtm|piwik|matomo|hsa|oly|vero|ns)_.*|_(?:ga|gl|hsenc|hsmi|openstat)|mkt_tok|xtor|"
    r"(?:fb|g|dc|ms|tw|y|tt)clid|li_fat_id|igsh(?:id)?|wt_mc|cmpid|"
    r"phpsessid|jsessionid|aspsessionid.*|session_?id",
    re.IGNORECASE,
)
_INDEX_PAGE = re.compile(r"/(?:index\.(?:html?|php|asp)|default\.aspx?)$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)


def canonical_link(link: str) -> str:
    """The link without what does not identify the page; a link that is none comes back as it is.

    Left out: scheme, `www.`, port 80 and 443, tracking and session parameters and their order,
    `index.html`, `/` at the end and `#` within the page. A route after `#/` or `#!` is a page.
    """
    try:
        parts = urlsplit(link.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return link
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    path = _INDEX_PAGE.sub("", _SESSION.sub("", unquote(parts.path))).rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    route = parts.fragment if parts.fragment[:1] in ("/", "!") else ""
    return urlunsplit(("", f"{host}{port}", path, query, route))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
