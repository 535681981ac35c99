"""Metric snapshots, the links of editions, and clicks counted per link and hour."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import clicks, links, metric_snapshots
from omroeper.domain.metric import MetricSnapshot


class Metrics(Connected):
    """Fulfils ports.MetricStore."""

    def save_snapshots(self, snapshots: Sequence[MetricSnapshot]) -> int:
        """Add readings; the same reading (source, subject, metric, period, moment) twice is one."""
        rows = [
            {
                "source": one.source,
                "subject": one.subject,
                "metric": one.metric,
                "period": one.period,
                "value": str(one.value),
                "note": one.note,
                "retrieved": one.retrieved,
            }
            for one in snapshots
        ]
        with self._writing() as connection:
            return self._insert_new(connection, metric_snapshots, rows)

    def snapshots(self, subject: str) -> tuple[MetricSnapshot, ...]:
        """Every reading about a subject, oldest first."""
        table = metric_snapshots
        query = sa.select(table).where(table.c.subject == subject)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(table.c.retrieved, table.c.id)).all()
        return tuple(
            MetricSnapshot(
                row.source,
                row.subject,
                row.metric,
                row.period,
                Decimal(row.value),
                row.retrieved,
                row.note,
            )
            for row in rows
        )


class Links(Connected):
    """Fulfils ports.LinkStore. Nothing about who clicked is kept: there is no column for it."""

    def register_links(self, edition: str, targets: dict[str, str]) -> None:
        rows = [{"id": key, "edition": edition, "target": url} for key, url in targets.items()]
        with self._writing() as connection:
            self._insert_new(connection, links, rows)

    def target(self, link: str) -> str | None:
        with self._reading() as connection:
            return connection.scalar(sa.select(links.c.target).where(links.c.id == link))

    def count_click(self, link: str, hour: datetime) -> None:
        with self._writing() as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            statement = dialect.insert(clicks).values(link=link, hour=hour, count=1)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["link", "hour"], set_={"count": clicks.c.count + 1}
                )
            )

    def clicks(self, edition: str) -> dict[str, int]:
        """Clicks per target address of an edition; links without clicks count 0."""
        query = (
            sa.select(links.c.target, sa.func.coalesce(sa.func.sum(clicks.c.count), 0))
            .outerjoin(clicks, clicks.c.link == links.c.id)
            .where(links.c.edition == edition)
            .group_by(links.c.id, links.c.target)
            .order_by(links.c.target)
        )
        with self._reading() as connection:
            return {target: int(count) for target, count in connection.execute(query)}
