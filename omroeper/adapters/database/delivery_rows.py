"""Campaigns and deliveries as they stand in their tables."""

from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.tables import campaigns, deliveries, subscribers
from omroeper.domain.delivery import Campaign, CampaignState, Delivery

_OF_A_DELIVERY = (  # in the order of the fields of Delivery
    deliveries.c.id,
    deliveries.c.campaign,
    deliveries.c.subscriber,
    sa.func.coalesce(subscribers.c.address, "").label("address"),
    deliveries.c.token,
    deliveries.c.message_id,
    deliveries.c.attempts,
)


def campaign_with(connection: sa.Connection, campaign: str) -> Campaign | None:
    row = connection.execute(sa.select(campaigns).where(campaigns.c.id == campaign)).first()
    return campaign_of(row) if row is not None else None


def campaign_of(row: sa.Row[Any]) -> Campaign:
    return Campaign(
        id=row.id,
        edition=row.edition,
        version=row.version,
        fingerprint=row.fingerprint,
        segment=row.segment,
        size=row.size,
        send_at=row.send_at,
        state=CampaignState(row.state),
        frozen_at=row.frozen_at,
        per_hour=row.per_hour,
        counted_from=row.counted_from,
    )


def deliveries_of(
    connection: sa.Connection, condition: sa.ColumnElement[bool]
) -> tuple[Delivery, ...]:
    """Deliveries in the order of their ids, with their addresses; without one where it was erased."""
    query = (
        sa.select(*_OF_A_DELIVERY)
        .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
        .where(condition)
        .order_by(deliveries.c.id)
    )
    return tuple(Delivery(*row) for row in connection.execute(query))
