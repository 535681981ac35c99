"""Items with their revisions, and how each source's last visit went."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import chunks
from omroeper.adapters.database.sources import Sources
from omroeper.adapters.database.tables import item_revisions, items
from omroeper.domain.identity import Identified, identify
from omroeper.domain.item import EDITED, Item, ItemKind, canonical_link, content_digest
from omroeper.domain.matching import normal_title
from omroeper.domain.source import ItemChanges, Reading

_ITEM = TypeAdapter(Item)
_MOST_MARKS = 500  # in one IN (…): SQLite binds 999 values at least
_log = logging.getLogger("omroeper.items")


class Items(Sources):
    """Fulfils ports.ItemStore."""

    def save_reading(self, source: str, reading: Reading, at: datetime) -> ItemChanges:
        """Store a visit in one transaction: items, revisions, and what the next visit sends back."""
        with self._writing() as connection:
            known = self._candidates(connection, source, reading.items)
            identified = identify(reading.items, known)
            for one in identified:
                self._save_item(connection, one, at)
            outcomes = [_outcome(one) for one in identified]
            self._mark_read(connection, source, reading, at, new="new" in outcomes)
        return ItemChanges(
            new=outcomes.count("new"),
            revised=outcomes.count("revised"),
            unchanged=outcomes.count("unchanged"),
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
            for part in chunks(wanted, _MOST_MARKS):
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
        """Events that start after `after` and up to `until`, soonest first."""
        return self._select(ItemKind.EVENT, items.c.starts, after, until)

    def _select(
        self, kind: ItemKind, moment: sa.ColumnElement[datetime], after: datetime, until: datetime
    ) -> tuple[Item, ...]:
        query = (
            sa.select(items.c.content)
            .where(items.c.kind == kind.value, moment > after, moment <= until)
            .order_by(moment, items.c.key)
        )
        with self._reading() as connection:
            return tuple(_ITEM.validate_json(text) for text in connection.scalars(query))

    def _save_item(self, connection: sa.Connection, one: Identified, at: datetime) -> None:
        """Store what is new or changed; the row is the newest revision, the others are kept beside it."""
        key, known = one.item.key, one.known
        _log.debug("item %s of %s: %s", key, one.item.source, one.reason)
        if known is not None and known.digest == one.item.digest:
            same = replace(known, guid=one.item.guid, link=one.item.link)
            row = _row(same, at) if same != known else {"last_seen": at}
            connection.execute(items.update().where(items.c.key == key).values(**row))
            return
        item = _revised(one.item, known) if known is not None else one.item
        row = _row(item, at)
        if known is None:
            connection.execute(items.insert().values(**row))
        else:
            connection.execute(items.update().where(items.c.key == key).values(**row))
        connection.execute(
            item_revisions.insert().values(
                item=key,
                revision=item.revision,
                digest=item.digest,
                content=row["content"],
                retrieved=item.retrieved,
            )
        )


def _outcome(one: Identified) -> str:
    if one.known is None:
        return "new"
    return "unchanged" if one.known.digest == one.item.digest else "revised"


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


def _row(item: Item, at: datetime) -> dict[str, object]:
    return {
        **_marks(item),
        "source": item.source,
        "kind": item.kind.value,
        "published": item.published,
        "starts": item.starts,
        "digest": item.digest,
        "content": _ITEM.dump_json(item).decode(),
        "last_seen": at,
    }
