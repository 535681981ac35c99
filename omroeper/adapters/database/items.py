"""Items with their revisions, and how each source's last visit went."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.sources import Sources
from omroeper.adapters.database.tables import item_revisions, items
from omroeper.domain.item import REPLACED, Item, ItemKind
from omroeper.domain.matching import is_other_article
from omroeper.domain.source import ItemChanges, Reading

_ITEM = TypeAdapter(Item)


class Items(Sources):
    """Fulfils ports.ItemStore."""

    def save_reading(self, source: str, reading: Reading, at: datetime) -> ItemChanges:
        """Store a visit in one transaction: items, revisions, and what the next visit sends back."""
        with self._writing() as connection:
            saved = [self._save_item(connection, item, at) for item in reading.items]
            outcomes = [outcome for outcome, _ in saved]
            self._mark_read(connection, source, reading, at, new="new" in outcomes)
        return ItemChanges(
            new=outcomes.count("new"),
            revised=outcomes.count("revised"),
            unchanged=outcomes.count("unchanged"),
            replaced=tuple(title for _, title in saved if title),
        )

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

    def _save_item(self, connection: sa.Connection, item: Item, at: datetime) -> tuple[str, str]:
        """Store one item; gives what became of it, and its title when it is another article now."""
        known = connection.execute(
            sa.select(items.c.digest, items.c.content).where(items.c.key == item.key)
        ).first()
        if known is not None and known.digest == item.digest:
            connection.execute(items.update().where(items.c.key == item.key).values(last_seen=at))
            return "unchanged", ""
        held = None if known is None else _ITEM.validate_json(known.content)
        revision = 1 if held is None else held.revision + 1
        replaced = held is not None and is_other_article(held, item)
        if replaced or (held is not None and REPLACED in held.flags):
            item = replace(item, flags=(*item.flags, REPLACED))
        row = _row(item, revision, at)
        if known is None:
            connection.execute(items.insert().values(key=item.key, **row))
        else:
            connection.execute(items.update().where(items.c.key == item.key).values(**row))
        connection.execute(
            item_revisions.insert().values(
                item=item.key,
                revision=revision,
                digest=item.digest,
                content=row["content"],
                retrieved=item.retrieved,
            )
        )
        return "new" if known is None else "revised", item.title if replaced else ""


def _row(item: Item, revision: int, at: datetime) -> dict[str, object]:
    stored = _ITEM.validate_python({**_ITEM.dump_python(item), "revision": revision})
    return {
        "source": item.source,
        "kind": item.kind.value,
        "published": item.published,
        "starts": item.starts,
        "digest": item.digest,
        "content": _ITEM.dump_json(stored).decode(),
        "last_seen": at,
    }
