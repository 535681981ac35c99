"""Which subjects were measured, page by page, and single readings by the index of their key."""

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.metrics import snapshot_of
from omroeper.adapters.database.tables import metric_snapshots as table
from omroeper.domain.metric import MetricSnapshot


class MetricPages(Connected):
    """Fulfils ports.MeasuredSubjects and ports.LatestReadings."""

    def measured_subjects(
        self, *, source: str = "", subject: str = "", start: tuple[str, str] = ("", ""), limit: int
    ) -> tuple[tuple[str, str], ...]:
        """Source and subject of what was measured, in order, from `start` (included) on."""
        columns = self._by_code_point()
        query = sa.select(*columns).where(sa.tuple_(*columns) >= sa.tuple_(*start))
        if source:
            query = query.where(table.c.source == source)
        if subject:
            query = query.where(table.c.subject == subject)
        query = query.distinct().order_by(*columns).limit(limit)
        with self._reading() as connection:
            return tuple((row[0], row[1]) for row in connection.execute(query))

    def latest_reading(
        self, source: str, subject: str, metric: str, *, since: str, until: str
    ) -> MetricSnapshot | None:
        """The newest reading of the last period from `since` until `until` (both included)."""
        query = (
            sa.select(table)
            .where(
                table.c.source == source,
                table.c.subject == subject,
                table.c.metric == metric,
                table.c.period.between(since, until),
            )
            .order_by(table.c.period.desc(), table.c.retrieved.desc(), table.c.id.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        return snapshot_of(row) if row is not None else None

    def _by_code_point(self) -> tuple[sa.ColumnElement[str], sa.ColumnElement[str]]:
        """In the order that Python has too; PostgreSQL's own is that of its locale."""
        if self._engine.dialect.name == "postgresql":
            return sa.collate(table.c.source, "C"), sa.collate(table.c.subject, "C")
        return table.c.source, table.c.subject
