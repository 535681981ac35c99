"""Single copies, for a person to look at: what one reader got, and what is uncertain."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.bounce_tables import bounces
from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.decisions import audit_row
from omroeper.adapters.database.tables import audit_entries, campaigns, deliveries, subscribers
from omroeper.domain.bounce import BounceKind
from omroeper.domain.bounce_words import Cause
from omroeper.domain.delivery import DeliveryState
from omroeper.domain.explanation import CopyRecord, Returned, UncertainCopy
from omroeper.domain.review import AuditEntry


class Copies(Connected):
    """Fulfils ports.CopyStore."""

    def copies_to(self, subscriber: str) -> tuple[CopyRecord, ...]:
        """Every copy frozen for this subscriber with what came back, oldest campaign first."""
        every = sa.select(
            campaigns.c.id
        ).scalar_subquery()  # so that (campaign, subscriber) is used
        query = (
            sa.select(deliveries, campaigns.c.edition)
            .join(campaigns, campaigns.c.id == deliveries.c.campaign)
            .where(deliveries.c.campaign.in_(every), deliveries.c.subscriber == subscriber)
            .order_by(campaigns.c.frozen_at, deliveries.c.id)
        )
        with self._reading() as connection:
            copies = [_copy(row) for row in connection.execute(query)]
            came = _returned(connection, [one.delivery for one in copies])
        return tuple(replace(one, returned=came.get(one.delivery, ())) for one in copies)

    def uncertain_copies(self, campaign: str) -> tuple[UncertainCopy, ...]:
        """The copies of a campaign of which nobody knows whether they arrived, by their order."""
        query = (
            sa.select(deliveries, sa.func.coalesce(subscribers.c.address, "").label("address"))
            .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
            .where(_uncertain(campaign))
            .order_by(deliveries.c.id)
        )
        with self._reading() as connection:
            return tuple(
                UncertainCopy(
                    row.id,
                    row.subscriber,
                    row.address.rpartition("@")[2],
                    row.attempts,
                    row.changed_at,
                    row.reply,
                )
                for row in connection.execute(query)
            )

    def decide_uncertain(
        self, campaign: str, wanted: Sequence[str], state: DeliveryState, entry: AuditEntry
    ) -> tuple[str, ...]:
        """Settle these subscribers' uncertain copies as a person decided, with a line for each.

        PENDING sends a copy again: it is nobody's any more, so a late reply to the first attempt
        changes nothing. Gives the keys of those that were uncertain.
        """
        mine = sa.and_(_uncertain(campaign), deliveries.c.subscriber.in_(list(wanted)))
        with self._writing() as connection:
            query = sa.select(deliveries.c.subscriber).where(mine).order_by(deliveries.c.id)
            keys = tuple(connection.scalars(query.with_for_update()))
            free = {"worker": None, "handed_at": None, "not_before": None, "lease_until": None}
            changes = free if state is DeliveryState.PENDING else {}
            connection.execute(
                deliveries.update()
                .where(mine)
                .values(state=state.value, changed_at=entry.at, **changes)
            )
            lines = [replace(entry, detail=f"{entry.detail} Abonnee {key}.") for key in keys]
            if lines:
                connection.execute(audit_entries.insert(), [audit_row(line) for line in lines])
        return keys


def _uncertain(campaign: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        deliveries.c.campaign == campaign,
        deliveries.c.state == DeliveryState.UNCERTAIN.value,
    )


def _returned(connection: sa.Connection, copies: Sequence[int]) -> dict[int, tuple[Returned, ...]]:
    """What came back about these copies, by their number, in the order it came."""
    query = sa.select(bounces).where(bounces.c.delivery.in_(copies)).order_by(bounces.c.id)
    found: dict[int, tuple[Returned, ...]] = {}
    for row in connection.execute(query):
        came = Returned(BounceKind(row.kind), Cause(row.cause), row.status, row.final, row.at)
        found[row.delivery] = (*found.get(row.delivery, ()), came)
    return found


def _copy(row: sa.Row[Any]) -> CopyRecord:
    return CopyRecord(
        delivery=row.id,
        campaign=row.campaign,
        edition=row.edition,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        reply=row.reply,
        at=row.changed_at,
        again_at=row.not_before,
    )
