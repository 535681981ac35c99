"""Raw snapshots: the bytes that figures were read from, each once; and which address gave which."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import raw_fetches, raw_snapshots
from omroeper.domain.snapshot import RawSnapshot


class Snapshots(Connected):
    """Fulfils ports.SnapshotStore."""

    def keep_snapshots(self, snapshots: Sequence[RawSnapshot]) -> int:
        """Keep bytes once by their hash, and each address when it gave others than last; new ones."""
        rows = [_row(one) for one in snapshots]
        with self._writing() as connection:
            added = self._insert_new(connection, raw_snapshots, rows)
            for one in snapshots:
                if connection.scalar(_last_hash(one.url)) != one.hash:
                    fetched = {"url": one.url, "hash": one.hash, "retrieved": one.retrieved}
                    connection.execute(raw_fetches.insert().values(fetched))
        return added

    def snapshot(self, snapshot: str) -> RawSnapshot | None:
        """The bytes with this SHA-256."""
        query = sa.select(raw_snapshots).where(raw_snapshots.c.hash == snapshot)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return RawSnapshot(row.url, row.media_type, row.content, row.retrieved) if row else None

    def last_snapshot(self, url: str) -> RawSnapshot | None:
        """What this address gave last, and when it first gave just that."""
        query = (
            sa.select(raw_snapshots.c.content, raw_snapshots.c.media_type, raw_fetches.c.retrieved)
            .join(raw_fetches, raw_fetches.c.hash == raw_snapshots.c.hash)
            .where(raw_fetches.c.url == url)
            .order_by(raw_fetches.c.id.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return RawSnapshot(url, row.media_type, row.content, row.retrieved) if row else None


def _last_hash(url: str) -> sa.Select[Any]:
    query = sa.select(raw_fetches.c.hash).where(raw_fetches.c.url == url)
    return query.order_by(raw_fetches.c.id.desc()).limit(1)


def _row(one: RawSnapshot) -> dict[str, object]:
    return {
        "hash": one.hash,
        "url": one.url,
        "media_type": one.media_type,
        "content": one.content,
        "retrieved": one.retrieved,
    }
