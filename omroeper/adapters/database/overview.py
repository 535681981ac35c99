"""Counts for the overview and the operator, each by an index: they are asked again and again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.bounce_tables import bounces
from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import campaigns, deliveries, posts
from omroeper.domain.delivery import CampaignState, DeliveryState
from omroeper.domain.post import Post, PostState

_POST = TypeAdapter(Post)
_GOING = (CampaignState.SCHEDULED.value, CampaignState.SENDING.value, CampaignState.PAUSED.value)


class OverviewCounts(Connected):
    """Fulfils ports.OperatorStore."""

    def posts_in(self, states: Sequence[PostState]) -> tuple[Post, ...]:
        """The posts in these states, by planned moment."""
        query = (
            sa.select(posts.c.content)
            .where(posts.c.state.in_([state.value for state in states]))
            .order_by(posts.c.planned, posts.c.id)
        )
        with self._reading() as connection:
            return tuple(map(_POST.validate_json, connection.scalars(query)))

    def uncertain_counts(self) -> dict[str, int]:
        """Uncertain copies by campaign; those without any are not in it."""
        count = _count_of(DeliveryState.UNCERTAIN)
        with self._reading() as connection:
            rows = connection.execute(sa.select(campaigns.c.id, count))
            return {campaign: found for campaign, found in rows if found}

    def delivery_counts(self, since: datetime) -> dict[str, int]:
        """Copies by state, of campaigns that were frozen from `since` on or go on still."""
        counts = [_count_of(state).label(state.value) for state in DeliveryState]
        counted = sa.or_(campaigns.c.frozen_at >= since, campaigns.c.state.in_(_GOING))
        each = sa.select(*counts).where(counted).subquery()
        sums = [sa.func.coalesce(sa.func.sum(each.c[state.value]), 0) for state in DeliveryState]
        with self._reading() as connection:
            row = connection.execute(sa.select(*sums)).one()
        return {state.value: int(count) for state, count in zip(DeliveryState, row, strict=True)}

    def queued(self, at: datetime) -> tuple[int, datetime | None]:
        """How many copies could go now, and since when the first campaign of them waits."""
        count = _count_of(DeliveryState.PENDING)
        query = sa.select(campaigns.c.send_at, count).where(
            campaigns.c.state == CampaignState.SENDING.value, campaigns.c.send_at <= at
        )
        with self._reading() as connection:
            waiting = [(moment, found) for moment, found in connection.execute(query) if found]
        return sum(found for _, found in waiting), min((one for one, _ in waiting), default=None)

    def bounce_counts(self) -> dict[str, int]:
        """What came back, by kind."""
        return self._grouped(bounces.c.kind)

    def post_counts(self) -> dict[str, int]:
        return self._grouped(posts.c.state)

    def database_bytes(self) -> int:
        """How large the database is; of SQLite without what still stands in its log."""
        with self._reading() as connection:
            if connection.dialect.name == "postgresql":
                size = "SELECT pg_database_size(current_database())"
                return int(connection.exec_driver_sql(size).scalar_one())
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())

    def _grouped(self, column: sa.Column[Any]) -> dict[str, int]:
        query = sa.select(column, sa.func.count()).group_by(column).order_by(column)
        with self._reading() as connection:
            return {str(value): int(count) for value, count in connection.execute(query)}


def _count_of(state: DeliveryState) -> sa.ScalarSelect[int]:
    """How many copies of the campaign at hand are in a state: a range of one index."""
    return (
        sa.select(sa.func.count())
        .select_from(deliveries)
        .where(deliveries.c.campaign == campaigns.c.id, deliveries.c.state == state.value)
        .correlate(campaigns)
        .scalar_subquery()
    )
