"""Metric snapshots: what is read again adds a reading only when it says something else."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.tables import metric_snapshots as table
from omroeper.domain.metric import MetricSnapshot

_LOCK = 7266_2025  # any number of our own: PostgreSQL's advisory lock for readings
_KEY = (table.c.source, table.c.subject, table.c.metric, table.c.period)
_NEWEST = (table.c.retrieved.desc(), table.c.id.desc())


class Metrics(Connected):
    """Fulfils ports.MetricStore."""

    def save_snapshots(self, snapshots: Sequence[MetricSnapshot]) -> int:
        """Add the readings that differ from the newest of the same key; gives how many that were.

        Who writes at the same time waits, so that one value is never added twice.
        """
        added = 0
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            for part in chunks(snapshots, 500):
                known = self._newest_of(connection, part)
                rows = []
                for one in part:
                    if one.changes(known.get(one.key)):
                        known[one.key] = one
                        rows.append(_row(one))
                added += self._insert_new(connection, table, rows)
        return added

    def snapshots(self, subject: str) -> tuple[MetricSnapshot, ...]:
        """Every reading about a subject, oldest first."""
        query = sa.select(table).where(table.c.subject == subject)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(table.c.retrieved, table.c.id))
            return tuple(map(snapshot_of, rows))

    def newest_snapshots(
        self,
        source: str = "",
        *,
        subject: str = "",
        metrics: Sequence[str] = (),
        since: str = "",
        until: str = "",
        retrieved_by: datetime | None = None,
    ) -> tuple[MetricSnapshot, ...]:
        """The newest reading of each key, by subject, metric and period.

        `since` and `until` (both included) are periods; `retrieved_by` tells what was known then.
        """
        conditions = [
            column == wanted
            for column, wanted in ((table.c.source, source), (table.c.subject, subject))
            if wanted
        ]
        if metrics:
            conditions.append(table.c.metric.in_(metrics))
        if since:
            conditions.append(table.c.period >= since)
        if until:
            conditions.append(table.c.period <= until)
        if retrieved_by is not None:
            conditions.append(table.c.retrieved <= retrieved_by)
        with self._reading() as connection:
            return newest_of(connection, conditions)

    def last_period(self, source: str) -> str:
        """The latest period that a source has a reading of; empty when there is none."""
        query = sa.select(sa.func.max(table.c.period)).where(table.c.source == source)
        with self._reading() as connection:
            return connection.scalar(query) or ""

    @staticmethod
    def _newest_of(
        connection: sa.Connection, readings: Iterable[MetricSnapshot]
    ) -> dict[tuple[str, str, str, str], MetricSnapshot]:
        """The newest stored reading of each of these keys."""
        wanted = {one.key for one in readings}
        subjects = table.c.subject.in_(sorted({key[1] for key in wanted}))
        periods = table.c.period.in_(sorted({key[3] for key in wanted}))
        rows = connection.execute(_newest([subjects, periods]))
        return {one.key: one for one in map(snapshot_of, rows)}


def newest_of(
    connection: sa.Connection, conditions: Sequence[sa.ColumnElement[bool]]
) -> tuple[MetricSnapshot, ...]:
    """The newest reading of each key, of those that fit; by source, subject, metric and period."""
    return tuple(map(snapshot_of, connection.execute(_newest(conditions))))


def _newest(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    rank = sa.func.row_number().over(partition_by=_KEY, order_by=_NEWEST).label("rank")
    ranked = sa.select(table, rank).where(*conditions).subquery()
    columns = [ranked.c[column.name] for column in table.c]
    order = (ranked.c.source, ranked.c.subject, ranked.c.metric, ranked.c.period)
    return sa.select(*columns).where(ranked.c.rank == 1).order_by(*order)


def _row(one: MetricSnapshot) -> dict[str, Any]:
    return {
        "source": one.source,
        "subject": one.subject,
        "metric": one.metric,
        "period": one.period,
        "value": str(one.value),
        "note": one.note,
        "retrieved": one.retrieved,
    }


def snapshot_of(row: sa.Row[Any]) -> MetricSnapshot:
    return MetricSnapshot(
        row.source,
        row.subject,
        row.metric,
        row.period,
        Decimal(row.value),
        row.retrieved,
        row.note,
    )
