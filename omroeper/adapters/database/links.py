"""The counted links of editions, and how often each was followed in which hour.

Nothing about who followed them is kept: there is no column for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.measuring_tables import clicks_left_out
from omroeper.adapters.database.tables import campaigns, clicks, links
from omroeper.domain.clicks import Counted
from omroeper.domain.delivery import CampaignState
from omroeper.domain.links import RegisteredLink

_NOT_SENT = (CampaignState.SCHEDULED.value, CampaignState.CANCELLED.value)


class Links(Connected):
    """Fulfils ports.LinkStore."""

    def register_links(self, edition: str, targets: dict[str, str]) -> None:
        rows = [{"id": key, "edition": edition, "target": url} for key, url in targets.items()]
        with self._writing() as connection:
            self._insert_new(connection, links, rows)

    def registered_link(self, link: str) -> RegisteredLink | None:
        others = links.alias()
        count = (
            sa.select(sa.func.count())
            .select_from(others)
            .where(others.c.edition == links.c.edition)
            .scalar_subquery()
        )
        query = sa.select(links.c.target, links.c.edition, count).where(links.c.id == link)
        with self._reading() as connection:
            row = connection.execute(query).first()
        return RegisteredLink(row[0], row[1], int(row[2])) if row is not None else None

    def add_clicks(self, counts: Mapping[Counted, int]) -> None:
        """Add what was counted since the last time; all of it or nothing."""
        read = [
            {"link": one.link, "hour": one.hour, "count": count}
            for one, count in sorted(counts.items())
            if not one.rule
        ]
        left_out = [
            {"link": one.link, "hour": one.hour, "rule": one.rule, "count": count}
            for one, count in sorted(counts.items())
            if one.rule
        ]
        with self._writing() as connection:
            _add(connection, clicks, read)
            _add(connection, clicks_left_out, left_out)

    def delivered_since(self, moment: datetime) -> frozenset[str]:
        """Editions that are being sent, or whose sending began after this moment."""
        recent = sa.or_(
            campaigns.c.state == CampaignState.SENDING.value, campaigns.c.send_at >= moment
        )
        query = sa.select(campaigns.c.edition).where(recent, campaigns.c.state.not_in(_NOT_SENT))
        with self._reading() as connection:
            return frozenset(connection.scalars(query))

    def clicks(self, edition: str) -> dict[str, int]:
        """Readers' clicks on each link of an edition, by its id; links without clicks count 0."""
        query = (
            sa.select(links.c.id, sa.func.coalesce(sa.func.sum(clicks.c.count), 0))
            .outerjoin(clicks, clicks.c.link == links.c.id)
            .where(links.c.edition == edition)
            .group_by(links.c.id)
            .order_by(links.c.id)
        )
        with self._reading() as connection:
            return {link: int(count) for link, count in connection.execute(query)}

    def clicks_by_hour(self, edition: str) -> dict[datetime, int]:
        """Readers' clicks on all links of an edition, by the hour (UTC)."""
        query = (
            sa.select(clicks.c.hour, sa.func.sum(clicks.c.count))
            .join(links, links.c.id == clicks.c.link)
            .where(links.c.edition == edition)
            .group_by(clicks.c.hour)
            .order_by(clicks.c.hour)
        )
        with self._reading() as connection:
            return {hour: int(count) for hour, count in connection.execute(query)}

    def left_out(self, edition: str) -> dict[str, int]:
        """Follows that were not counted as a reader's, by the rule that kept them out."""
        query = (
            sa.select(clicks_left_out.c.rule, sa.func.sum(clicks_left_out.c.count))
            .join(links, links.c.id == clicks_left_out.c.link)
            .where(links.c.edition == edition)
            .group_by(clicks_left_out.c.rule)
            .order_by(clicks_left_out.c.rule)
        )
        with self._reading() as connection:
            return {rule: int(count) for rule, count in connection.execute(query)}


def _add(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add to the counts; rows in one order, so that two writers never wait for each other in a ring."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for part in chunks(rows, 500):
        statement = dialect.insert(table).values(part)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[column.name for column in table.primary_key],
                set_={"count": table.c.count + statement.excluded.count},
            )
        )
