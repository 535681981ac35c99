"""A shared sheet's rows as items; a row that does not fit is a warning with its number."""

import hashlib
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import httpx

from omroeper.adapters.dutch_dates import read_moment
from omroeper.adapters.feeds.fetching import MOST_BYTES, Fetched, fetch
from omroeper.adapters.feeds.text import plain_line, plain_text, shortened
from omroeper.adapters.sheets.rows import Row, read_rows
from omroeper.domain.errors import InvalidValue, SourceError
from omroeper.domain.item import CANCELLED, UNKNOWN_DATE, Item, ItemKind, item_key
from omroeper.domain.links import is_web_address
from omroeper.domain.matching import folded
from omroeper.domain.programme import Programme, Programmes
from omroeper.domain.source import Reading, Source, Validators

_EVENT = ("agenda", "agendapunt", "bijeenkomst", "evenement", "event")
_NEWS = ("", "nieuws", "bericht", "update", "news")
_CALLED_OFF = ("afgelast", "geannuleerd", "cancelled")


class SheetReader:
    """Fulfils ports.SourceReader for SourceKind.SHEET: a web address, or a file under content/."""

    def __init__(
        self, client: httpx.Client, home: Path, zone: tzinfo, programmes: Programmes
    ) -> None:
        self._client = client
        self._home = home
        self._zone = zone
        self._programmes = programmes

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        """One visit; raises SourceError."""
        fetched = visit_sheet(self._client, self._home, source, validators)
        if fetched.content is None:
            return Reading(validators=fetched.validators, not_modified=True)
        items: dict[str, Item] = {}
        warnings: list[str] = []
        for row in read_rows(fetched.content, source):
            try:
                item = self._item(row, source, at)
            except InvalidValue as misfit:
                warnings.append(f"row {row.number}: {misfit.sentence}")
                continue
            if item.key in items:
                warnings.append(
                    f"row {row.number}: ‘{item.title}’ is there twice; the first counts"
                )
            items.setdefault(item.key, item)
        return Reading(
            tuple(items.values()), fetched.validators, tuple(warnings), whole=not warnings
        )

    def _item(self, row: Row, source: Source, at: datetime) -> Item:
        title = shortened(plain_line(row.text("title")), 200)
        if not title:
            raise InvalidValue("it has no title", remedy="Fill in ‘titel’.")
        starts, ends = self._moment(row, "starts"), self._moment(row, "ends")
        kind, called_off = _kind(row, has_start=starts is not None)
        if kind is ItemKind.EVENT and starts is None:
            raise InvalidValue(f"‘{title}’ is an event without a day", remedy="Fill in ‘begin’.")
        if starts and ends and ends < starts:
            raise InvalidValue(f"‘{title}’ ends before it starts", remedy="Mend ‘einde’.")
        link = row.text("link")
        if link and not is_web_address(link):
            raise InvalidValue(f"‘{link[:60]}’ is no web address", remedy="Start it with https://.")
        text = shortened(plain_text(row.text("text")))
        if kind is ItemKind.UPDATE and not (text or link):
            raise InvalidValue(f"‘{title}’ tells nothing", remedy="Fill in ‘tekst’ or ‘link’.")
        published = self._moment(row, "date")
        if published is not None and published > at + timedelta(days=1):
            raise InvalidValue(
                f"‘{title}’ is dated {published:%d-%m-%Y}, which is still to come",
                remedy="‘datum’ is the day of the news; an event has ‘begin’.",
            )
        flags = (*((CANCELLED,) if called_off else ()), *(() if published else (UNKNOWN_DATE,)))
        number = row.text("id")
        day = starts.date() if starts else published.date() if published else ""
        return Item(
            key=item_key(source.id, f"id:{number}" if number else f"row:{folded(title)} {day}"),
            source=source.id,
            programme=self._programme(row, source),
            title=title,
            text=text,
            link=link,
            published=published or at,
            retrieved=at,
            kind=kind,
            starts=starts if kind is ItemKind.EVENT else None,
            ends=ends if kind is ItemKind.EVENT else None,
            place=plain_line(row.text("place")),
            language=row.text("language")[:2].lower() or source.language,
            quotes_consent=plain_line(row.text("quotes_consent")),
            flags=flags if kind is ItemKind.UPDATE else flags[: int(called_off)],
            guid=None if number else "",
        )

    def _moment(self, row: Row, field: str) -> datetime | None:
        given = row.cells.get(field)
        if given is None:
            return None
        moment = read_moment(given, self._zone)
        if moment is None:
            raise InvalidValue(
                f"‘{row.text(field)[:40]}’ is no day",
                remedy="Write it as 15-10-2024 or 15-10-2024 10:00.",
            )
        return moment

    def _programme(self, row: Row, source: Source) -> str:
        given = row.text("programme")
        found: Programme | None = self._programmes.named(given or source.programme)
        if found is None:
            raise InvalidValue(
                f"there is no programme ‘{given[:60]}’",
                remedy="Use a name or id from content/programmes.yaml.",
            )
        return found.id


def _kind(row: Row, *, has_start: bool) -> tuple[ItemKind, bool]:
    """News or an event, and whether that is called off."""
    given = folded(row.text("kind"))
    if given in _CALLED_OFF:
        return ItemKind.EVENT, True
    if given in _EVENT or (not given and has_start):
        return ItemKind.EVENT, False
    if given in _NEWS:
        return ItemKind.UPDATE, False
    raise InvalidValue(f"‘{given[:40]}’ is no kind", remedy="Use nieuws, agenda or afgelast.")


def visit_sheet(
    client: httpx.Client, home: Path, source: Source, validators: Validators
) -> Fetched:
    """A list's bytes, from a web address or a file under content/; raises SourceError."""
    if is_web_address(source.address):
        return fetch(client, source, validators)
    file = home / "content" / source.address
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as cause:
        raise SourceError(
            "missing",
            f"content/{source.address} cannot be read ({cause.strerror})",
            source=source.id,
            remedy="Put the file there, or mend the address in the sources file.",
        ) from cause
    if len(content) > MOST_BYTES:
        raise SourceError(
            "too_large",
            f"content/{source.address} is larger than {MOST_BYTES // 1024 // 1024} MB",
            source=source.id,
            remedy="Keep only the list in it.",
        )
    found = Validators(content_hash=hashlib.sha256(content).hexdigest())
    same = found.content_hash == validators.content_hash
    return Fetched(None if same else content, source.address, "", found)
