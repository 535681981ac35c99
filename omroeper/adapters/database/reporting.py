"""What reports ask of the ledger and the readings, counted in the database itself."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.bounce_tables import bounces
from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.membership import belongs_to
from omroeper.adapters.database.metrics import newest_of
from omroeper.adapters.database.tables import deliveries, metric_snapshots, subscribers
from omroeper.domain.audience import Segment
from omroeper.domain.bounce import OURS, BounceKind
from omroeper.domain.delivery import DeliveryState
from omroeper.domain.metric import MetricSnapshot

_BOUNCED = (BounceKind.HARD.value, BounceKind.SOFT.value)


class Reporting(Connected):
    """Fulfils ports.ReportStore."""

    def accepted_by_segment(self, campaign: str, segments: Sequence[Segment]) -> dict[str, int]:
        """Accepted mails of a campaign to who belongs to each segment now, by its id."""
        if not segments:
            return {}
        with self._reading() as connection:
            sums = [
                sa.func.coalesce(sa.func.sum(sa.case((belongs_to(connection, one), 1), else_=0)), 0)
                for one in segments
            ]
            row = connection.execute(_accepted(campaign, *sums)).one()
        return {one.id: int(count) for one, count in zip(segments, row, strict=True)}

    def accepted_by_domain(self, campaign: str) -> dict[str, int]:
        """Accepted mails of a campaign by the domain of the reader's address, most first."""
        with self._reading() as connection:
            name = _domain(connection, subscribers.c.address_folded).label("name")
            query = _accepted(campaign, name, sa.func.count()).group_by(name)
            rows = connection.execute(query.order_by(sa.func.count().desc(), name))
            return {str(domain): int(count) for domain, count in rows}

    def unreached_by(self, campaigns: Sequence[str]) -> int:
        """How many readers are in all of these campaigns, and got none of their mails.

        Refused, or come back for a reason that is not the sender's.
        """
        if not campaigns:
            return 0
        failed = [sa.union(_refused(one), _came_back(one)) for one in campaigns]
        both = sa.intersect(*(sa.select(one.subquery().c.subscriber) for one in failed)).subquery()
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(both)) or 0

    def readings_of(
        self, metrics: Sequence[str], *, since: str, until: str
    ) -> tuple[MetricSnapshot, ...]:
        """The newest readings of these metrics, of whatever source and subject, of these periods."""
        table = metric_snapshots
        conditions = [
            table.c.metric.in_(metrics),
            table.c.period >= since,
            table.c.period <= until,
        ]
        with self._reading() as connection:
            return newest_of(connection, conditions)


def _accepted(campaign: str, *columns: Any) -> sa.Select[Any]:
    """Of a campaign's accepted mails to those who are still on the list."""
    return (
        sa.select(*columns)
        .select_from(deliveries)
        .join(subscribers, subscribers.c.key == deliveries.c.subscriber)
        .where(
            deliveries.c.campaign == campaign,
            deliveries.c.state == DeliveryState.ACCEPTED.value,
        )
    )


def _refused(campaign: str) -> sa.Select[Any]:
    return sa.select(deliveries.c.subscriber).where(
        deliveries.c.campaign == campaign, deliveries.c.state == DeliveryState.REFUSED.value
    )


def _came_back(campaign: str) -> sa.Select[Any]:
    return (
        sa.select(deliveries.c.subscriber)
        .join(bounces, bounces.c.delivery == deliveries.c.id)
        .where(
            deliveries.c.campaign == campaign,
            bounces.c.kind.in_(_BOUNCED),
            bounces.c.final,
            bounces.c.cause.not_in([cause.value for cause in OURS]),
        )
    )


def _domain(connection: sa.Connection, address: sa.Column[str]) -> sa.ColumnElement[str]:
    if connection.dialect.name == "postgresql":
        return sa.func.split_part(address, "@", 2)
    return sa.func.substr(address, sa.func.instr(address, "@") + 1)
