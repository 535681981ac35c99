"""Items: one update or event, as gathered from one source."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


class ItemKind(StrEnum):
    UPDATE = "update"
    EVENT = "event"


REPLACED = "ander bericht onder hetzelfde kenmerk"
"""Flag (Dutch, for the editor): the source gave another article under the identity of this one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One update or event. Datetimes are aware; `text` is plain, without markup.

    `key` is its stable identity; `digest` changes when a reader would read something else.
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

    @property
    def digest(self) -> str:
        """Hash of what a reader sees; the time of retrieval does not count."""
        return content_digest(
            self.title, self.text, self.link, _iso(self.starts), _iso(self.ends), self.place
        )


def content_digest(*parts: str) -> str:
    """SHA-256 over the parts, each set off from the next."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def item_key(source: str, identity: str) -> str:
    """Stable key of an item: its source and what identifies it there (guid, link or title)."""
    return content_digest(source, identity)[:16]


def canonical_link(link: str) -> str:
    """The link without what does not identify the page: scheme, `www.`, tracking, `/` and `#` at the end."""
    parts = urlsplit(link.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = [(k, v) for k, v in parse_qsl(parts.query) if not _is_tracking(k)]
    return urlunsplit(("", f"{host}{port}", parts.path.rstrip("/"), urlencode(sorted(query)), ""))


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(("utm_", "mc_")) or lowered in {
        "fbclid",
        "gclid",
        "msclkid",
        "igshid",
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
