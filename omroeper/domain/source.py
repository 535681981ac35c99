"""Where updates come from, what was read there, and how each visit ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.item import Item


class SourceKind(StrEnum):
    FEED = "feed"
    PAGE = "page"
    CALENDAR = "calendar"
    SHEET = "sheet"
    UPDATES = "updates"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class PageSelectors:
    """Where a page has its news, as CSS selectors; all but `item` are within an item."""

    item: str
    title: str
    link: str = "a"
    date: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of items.

    `address` is a web address, or a folder (updates) or file (sheet) under content/. `credit` is the
    line its licence asks for; it stands on the archive page of an edition that uses the source.
    """

    id: str
    name: str
    kind: SourceKind
    address: str
    programme: str
    language: str = "nl"
    weight: int = 1
    licence: str = ""
    credit: str = ""
    select: PageSelectors | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells a source unchanged: ETag and Last-Modified as received (RFC 9110 §13), and a hash.

    `content_hash` is the SHA-256 of the last body, for the servers that send neither. `read_as`
    tells by which settings it was read: what those change is read anew.
    """

    etag: str = ""
    last_modified: str = ""
    content_hash: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one visit to a source gave. `not_modified` means 304 or the same bytes: nothing was parsed.

    `whole` says that it holds every event to come, so that one that is not in it was withdrawn; a
    reading in which something could not be read is never whole.
    """

    items: tuple[Item, ...] = ()
    validators: Validators = Validators()
    warnings: tuple[str, ...] = ()
    not_modified: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What is remembered of a source. `entries` is how many items its last reading gave.

    `reported` holds the troubles last told to the operator.
    """

    validators: Validators = Validators()
    failures_in_a_row: int = 0
    failure: str = ""
    read_at: datetime | None = None
    new_at: datetime | None = None
    entries: int = 0
    reported: str = ""


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """What storing a reading changed; `reused` names the new that came under the guid of another."""

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    reused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How one source ended; `error` names reason and remedy, and the other sources went on.

    `renewed` is how many entries changed when all of them did at once, else 0.
    """

    source: str
    changes: ItemChanges = ItemChanges()
    not_modified: bool = False
    warnings: tuple[str, ...] = ()
    error_reason: str = ""
    error: str = ""
    renewed: int = 0
