"""How each source's last visits went, and when it published: what the next visit and its health need."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.tables import items, sources
from omroeper.domain.item import ItemKind
from omroeper.domain.source import Reading, SourceRecord, Validators

MOST_NAMES = 500  # in one IN (…): SQLite binds 999 values at least


class Sources(Connected):
    """Fulfils ports.SourceStore."""

    def validators(self, source: str) -> Validators:
        found = self.source_records([source])
        return found[source].validators if source in found else Validators()

    def source_records(self, wanted: Iterable[str]) -> dict[str, SourceRecord]:
        """What is known of these sources, by id; one that was never visited is not in it."""
        found: dict[str, SourceRecord] = {}
        with self._reading() as connection:
            for part in chunks(wanted, MOST_NAMES):
                query = sa.select(sources).where(sources.c.id.in_(part))
                found |= {row.id: _record(row) for row in connection.execute(query)}
        return found

    def publications(self, wanted: Iterable[str]) -> dict[str, list[date]]:
        """The days (UTC, ascending) on which each source published an update; none for one without."""
        found: dict[str, set[date]] = {}
        with self._reading() as connection:
            for part in chunks(wanted, MOST_NAMES):
                query = sa.select(items.c.source, items.c.published).where(
                    items.c.kind == ItemKind.UPDATE.value, items.c.source.in_(part)
                )
                for source, published in connection.execute(query):
                    found.setdefault(source, set()).add(published.date())
        return {source: sorted(days) for source, days in found.items()}

    def last_published(self, wanted: Iterable[str]) -> dict[str, date]:
        """The last day (UTC) on which each source published an update."""
        found: dict[str, date] = {}
        with self._reading() as connection:
            for part in chunks(wanted, MOST_NAMES):
                query = (
                    sa.select(items.c.source, sa.func.max(items.c.published))
                    .where(items.c.kind == ItemKind.UPDATE.value, items.c.source.in_(part))
                    .group_by(items.c.source)
                )
                found |= {source: last.date() for source, last in connection.execute(query)}
        return found

    def save_failure(self, source: str, reason: str, at: datetime) -> None:
        with self._writing() as connection:
            self._insert_new(connection, sources, [{"id": source}])
            connection.execute(
                sources.update()
                .where(sources.c.id == source)
                .values(
                    failed_at=at, failure=reason, failures_in_a_row=sources.c.failures_in_a_row + 1
                )
            )

    def save_unchanged(self, visited: Sequence[str], at: datetime) -> None:
        """Mark these as read without news, in one transaction."""
        with self._writing() as connection:
            self._insert_new(connection, sources, [{"id": source} for source in visited])
            for part in chunks(visited, MOST_NAMES):
                connection.execute(
                    sources.update()
                    .where(sources.c.id.in_(part))
                    .values(read_at=at, failure="", failures_in_a_row=0)
                )

    def save_reported(self, reported: Mapping[str, str]) -> None:
        """What was last told of each of these sources; empty when nothing is wrong any more."""
        with self._writing() as connection:
            self._insert_new(connection, sources, [{"id": source} for source in reported])
            for source, told in reported.items():
                self._update(connection, source, {"reported": told})

    def _mark_read(
        self, connection: sa.Connection, source: str, reading: Reading, at: datetime, *, new: bool
    ) -> None:
        self._insert_new(connection, sources, [{"id": source}])
        values: dict[str, object] = {"read_at": at, "failure": "", "failures_in_a_row": 0}
        if not reading.not_modified:
            values |= {"entries": len(reading.items), **_columns(reading.validators)}
        elif reading.validators != Validators():
            values |= _columns(reading.validators)
        if new:
            values["new_at"] = at
        self._update(connection, source, values)

    def _update(self, connection: sa.Connection, source: str, values: dict[str, object]) -> None:
        connection.execute(sources.update().where(sources.c.id == source).values(**values))


def _columns(validators: Validators) -> dict[str, object]:
    return {
        "etag": validators.etag,
        "last_modified": validators.last_modified,
        "content_hash": validators.content_hash,
        "read_as": validators.read_as,
    }


def _record(row: sa.Row[tuple[object]]) -> SourceRecord:
    return SourceRecord(
        validators=Validators(row.etag, row.last_modified, row.content_hash, row.read_as),
        failures_in_a_row=row.failures_in_a_row,
        failure=row.failure,
        read_at=row.read_at,
        new_at=row.new_at,
        entries=row.entries,
        reported=row.reported,
    )
