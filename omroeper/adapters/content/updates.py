"""content/updates/*.md: news and events that staff write by hand."""

from datetime import date as day
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import Annotated

from pydantic import Field

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    paragraphs_of,
    read_front_matter,
)
from omroeper.adapters.content.occurrences import (
    Repeats,
    check_repeats,
    occurrences,
    require_dutch_clock,
)
from omroeper.domain.errors import ContentError, SourceError
from omroeper.domain.item import CANCELLED, Item, ItemKind, item_key
from omroeper.domain.links import is_web_address
from omroeper.domain.programme import Programme, Programmes
from omroeper.domain.source import Reading, Source, Validators
from omroeper.domain.text import one_line

_YEARS = range(2000, 2200)


class _Update(Document):
    title: Annotated[Line, Field(max_length=200)]
    programme: str
    date: day
    link: str = ""
    kind: ItemKind = ItemKind.UPDATE
    starts: datetime | day | None = None
    ends: datetime | day | None = None
    place: str = ""
    tags: tuple[Line, ...] = ()
    lead: bool = False
    language: str = "nl"
    cancelled: bool = False
    repeats: Repeats | None = None
    quotes_consent: Line | None = None


class UpdatesReader:
    """Fulfils ports.SourceReader for SourceKind.UPDATES: each file is one item."""

    def __init__(self, home: Path, zone: tzinfo, programmes: Programmes) -> None:
        self._home = home
        self._zone = zone
        self._programmes = programmes

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        """Every file of the folder; one that is broken is a warning and the others go on."""
        del validators
        folder = self._home / "content" / source.address
        if not folder.is_dir():
            raise SourceError(
                "missing",
                f"the folder content/{source.address} is not there",
                source=source.id,
                remedy="Make it, or mend the address in the sources file.",
            )
        items, warnings = [], []
        for file in sorted(folder.glob("*.md")):
            if file.name == "README.md":
                continue
            try:
                items += self._items(file, source, at)
            except ContentError as error:
                warnings.append(error.sentence)
        return Reading(tuple(items), warnings=tuple(warnings), whole=not warnings)

    def _items(self, file: Path, source: Source, at: datetime) -> list[Item]:
        """One item, or one for each date of an event that comes back."""
        read, body, parsed = read_front_matter(file, self._home, _Update)
        programme = self._check(read, body, parsed)
        item = self._item(read, body, file.stem, programme, source, at)
        if read.repeats is None or read.starts is None:
            return [item]
        return list(occurrences(item, file.stem, read.repeats, self._moment))

    def _item(
        self,
        read: _Update,
        body: str,
        stem: str,
        programme: Programme,
        source: Source,
        at: datetime,
    ) -> Item:
        return Item(
            key=item_key(source.id, stem),
            source=source.id,
            programme=programme.id,
            title=read.title,
            text=paragraphs_of(body),
            link=read.link,
            published=self._moment(read.date),
            retrieved=at,
            kind=read.kind,
            starts=self._moment(read.starts) if read.starts else None,
            ends=self._moment(read.ends) if read.ends else None,
            place=one_line(read.place),
            language=read.language.strip().lower(),
            tags=tuple(read.tags),
            lead_wish=read.lead,
            flags=(CANCELLED,) if read.cancelled else (),
            quotes_consent=read.quotes_consent or "",
        )

    def _check(self, read: _Update, body: str, parsed: Parsed) -> Programme:
        """The update's programme, when all fits; raises ContentError."""
        programme = self._programmes.named(read.programme)
        if programme is None:
            raise parsed.error(
                ("programme",),
                f"there is no programme ‘{read.programme}’",
                "Use an id or name from content/programmes.yaml.",
            )
        if read.link and not is_web_address(read.link):
            raise parsed.error(("link",), "this is not a web address", "Start it with https://.")
        if not body and read.kind is ItemKind.UPDATE:
            raise parsed.error((), "there is no text", "Write it under the second ‘---’.")
        if read.kind is ItemKind.EVENT and read.starts is None:
            raise parsed.error(("starts",), "an event needs a day", "Add ‘starts: 2024-11-19’.")
        for field in ("date", "starts", "ends"):
            given = getattr(read, field)
            if given is not None and given.year not in _YEARS:
                raise parsed.error(
                    (field,), f"the year {given.year} cannot be meant", "Write it as 2024-10-15."
                )
        if read.starts and read.ends and self._moment(read.ends) < self._moment(read.starts):
            raise parsed.error(("ends",), "it ends before it starts", "Swap or mend the two.")
        for name in ("cancelled", "repeats"):
            if getattr(read, name) and read.kind is not ItemKind.EVENT:
                raise parsed.error((name,), "only an event has this", "Add ‘kind: event’.")
        if read.repeats and read.starts:
            starts = read.starts.date() if isinstance(read.starts, datetime) else read.starts
            check_repeats(starts, read.repeats, parsed)
            for name, given in (("starts", read.starts), ("ends", read.ends)):
                require_dutch_clock(given, (name,), parsed)
        return programme

    def _moment(self, given: day | datetime) -> datetime:
        """The Dutch clock time; a day alone is its first moment."""
        moment = given if isinstance(given, datetime) else datetime.combine(given, time())
        return moment.replace(tzinfo=self._zone) if moment.tzinfo is None else moment
