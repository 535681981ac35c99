"""Items with their revisions, and how each source's last visit went."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import chunks
from omroeper.adapters.database.sources import MOST_NAMES, Sources
from omroeper.adapters.database.tables import item_revisions, items
from omroeper.domain.identity import Identified, identify
from omroeper.domain.item import EDITED, WITHDRAWN, Item, ItemKind, canonical_link, content_digest
from omroeper.domain.matching import normal_title
from omroeper.domain.source import ItemChanges, Reading

_ITEM = TypeAdapter(Item)
Row = dict[str, object]
_log = logging.getLogger("omroeper.items")


class Items(Sources):
    """Fulfils ports.ItemStore."""

    def save_reading(self, source: str, reading: Reading, at: datetime) -> ItemChanges:
        """Store a visit in one transaction: items, revisions, and what the next visit sends back."""
        with self._writing() as connection:
            known = self._candidates(connection, source, reading.items)
            identified = identify(reading.items, known)
            saved = [_verdict(one) for one in identified]
            saved += self._withdrawn(connection, source, reading, at)
            self._write(connection, saved, at)
            self._mark_read(connection, source, reading, at, new=any(one.is_new for one in saved))
        return ItemChanges(
            new=sum(one.is_new for one in saved),
            revised=sum(one.changed and not one.is_new for one in saved),
            unchanged=sum(not one.changed for one in saved),
            reused=tuple(one.item.title for one in identified if one.reuses_guid),
        )

    def _candidates(
        self, connection: sa.Connection, source: str, found: Sequence[Item]
    ) -> tuple[Item, ...]:
        """The known items of the source that share a key, guid, link or title with a found one."""
        rows = [_marks(item) for item in found]
        known: dict[str, Item] = {}
        for column in (items.c.key, items.c.guid_hash, items.c.link_hash, items.c.title_hash):
            wanted = sorted({str(row[column.name]) for row in rows if row[column.name]})
            for part in chunks(wanted, MOST_NAMES):
                query = sa.select(items.c.content).where(items.c.source == source, column.in_(part))
                for text in connection.scalars(query):
                    item = _ITEM.validate_json(text)
                    known[item.key] = item
        return tuple(known.values())

    def item(self, key: str) -> Item | None:
        with self._reading() as connection:
            text = connection.scalar(sa.select(items.c.content).where(items.c.key == key))
        return _ITEM.validate_json(text) if text is not None else None

    def updates_between(self, after: datetime, until: datetime) -> tuple[Item, ...]:
        """Updates published after `after` and up to `until`, oldest first."""
        return self._select(ItemKind.UPDATE, items.c.published, after, until)

    def events_between(self, after: datetime, until: datetime) -> tuple[Item, ...]:
        """Events that start after `after` and up to `until`, or began before and last; soonest first."""
        last = sa.func.coalesce(items.c.ends, items.c.starts)
        return self._select(ItemKind.EVENT, items.c.starts, after, until, last)

    def _select(
        self,
        kind: ItemKind,
        moment: sa.ColumnElement[datetime],
        after: datetime,
        until: datetime,
        last: sa.ColumnElement[datetime] | None = None,
    ) -> tuple[Item, ...]:
        query = (
            sa.select(items.c.content)
            .where(items.c.kind == kind.value)
            .where((moment if last is None else last) > after, moment <= until)
            .order_by(moment, items.c.key)
        )
        with self._reading() as connection:
            return tuple(_ITEM.validate_json(text) for text in connection.scalars(query))

    def _withdrawn(
        self, connection: sa.Connection, source: str, reading: Reading, at: datetime
    ) -> list[_Saved]:
        """The events to come that a whole reading no longer holds: flagged, never deleted."""
        if not reading.whole:
            return []
        given = {item.key for item in reading.items}
        query = sa.select(items.c.content).where(
            items.c.source == source, items.c.kind == ItemKind.EVENT.value, items.c.starts > at
        )
        held = map(_ITEM.validate_json, connection.scalars(query))
        gone = [item for item in held if item.key not in given and WITHDRAWN not in item.flags]
        return [
            _Saved(
                replace(
                    item, flags=(*item.flags, WITHDRAWN), retrieved=at, revision=item.revision + 1
                )
            )
            for item in gone
        ]

    def _write(self, connection: sa.Connection, saved: Sequence[_Saved], at: datetime) -> None:
        """A few statements for all, not a few for each."""
        seen = [one.item.key for one in saved if not one.changed and not one.moved]
        for part in chunks(seen, MOST_NAMES):
            connection.execute(items.update().where(items.c.key.in_(part)).values(last_seen=at))
        fresh = [_row(one.item, at) for one in saved if one.is_new]
        if fresh:
            connection.execute(items.insert(), fresh)
        for one in saved:
            if one.moved or (one.changed and not one.is_new):
                row = _row(one.item, at)
                connection.execute(items.update().where(items.c.key == row["key"]).values(**row))
        revisions = [_revision(one.item) for one in saved if one.changed]
        if revisions:
            connection.execute(item_revisions.insert(), revisions)


@dataclass(frozen=True, slots=True)
class _Saved:
    """What becomes of one item: changed, or as it was though perhaps at another address (`moved`)."""

    item: Item
    changed: bool = True
    moved: bool = False

    @property
    def is_new(self) -> bool:
        return self.changed and self.item.revision == 1


def _verdict(one: Identified) -> _Saved:
    """New, as it was, or the next revision."""
    _log.debug("item %s of %s: %s", one.item.key, one.item.source, one.reason)
    if one.known is None:
        return _Saved(one.item)
    if one.known.digest != one.item.digest:
        return _Saved(_revised(one.item, one.known))
    same = replace(
        one.known,
        guid=one.item.guid,
        link=one.item.link,
        quotes_consent=one.item.quotes_consent,
    )
    return _Saved(same, changed=False, moved=same != one.known)


def _revised(item: Item, known: Item) -> Item:
    """The next revision; of what others wrote the editor is told that it changed."""
    number = known.revision + 1
    told = () if item.guid is None else (f"{EDITED} (versie {number})",)
    return replace(item, revision=number, flags=(*item.flags, *told))


def _marks(item: Item) -> dict[str, str]:
    """By what an item is found again, each as a short hash; empty where it has none."""
    marks = {
        "guid_hash": item.guid or "",
        "link_hash": canonical_link(item.link) if item.link else "",
        "title_hash": normal_title(item.title),
    }
    hashed = {name: content_digest(mark)[:16] if mark else "" for name, mark in marks.items()}
    return {"key": item.key, **hashed}


def _row(item: Item, at: datetime) -> Row:
    return {
        **_marks(item),
        "source": item.source,
        "kind": item.kind.value,
        "published": item.published,
        "starts": item.starts,
        "ends": item.ends,
        "last_seen": at,
        **_version(item),
    }


def _revision(item: Item) -> Row:
    told = {"item": item.key, "revision": item.revision, "retrieved": item.retrieved}
    return {**told, **_version(item)}


def _version(item: Item) -> Row:
    return {"digest": item.digest, "content": _ITEM.dump_json(item).decode()}
