"""Campaigns and deliveries as they stand in their tables."""

from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.tables import campaigns, deliveries, subscribers
from omroeper.domain.delivery import Campaign, CampaignState, Delivery


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
        sa.select(deliveries, sa.func.coalesce(subscribers.c.address, "").label("address"))
        .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
        .where(condition)
        .order_by(deliveries.c.id)
    )
    return tuple(
        Delivery(
            id=row.id,
            campaign=row.campaign,
            subscriber=row.subscriber,
            address=row.address,
            token=row.token,
            message_id=row.message_id,
            attempts=row.attempts,
        )
        for row in connection.execute(query)
    )
