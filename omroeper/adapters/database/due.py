"""Which pending deliveries are due, whatever the size of their campaign."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.tables import deliveries, subscribers
from omroeper.domain.delivery import DeliveryState


def due(
    connection: sa.Connection, campaign: str, at: datetime, limit: int, full: frozenset[str]
) -> list[tuple[int, str]]:
    """Pending deliveries and their addresses: first those tried before and due again, then new ones.

    Two queries, so that each walks the index in its own order whatever the campaign's size.
    """
    found: list[tuple[int, str]] = []
    for moment in (deliveries.c.not_before <= at, deliveries.c.not_before.is_(None)):
        query = (
            _pending_to(campaign, full)
            .where(moment)
            .order_by(deliveries.c.not_before, deliveries.c.id)
            .limit(limit - len(found))
            .with_for_update(skip_locked=True, of=deliveries)
        )
        found += [(row.id, row.address) for row in connection.execute(query)]
    return found


def any_due(connection: sa.Connection, campaign: str, at: datetime, full: frozenset[str]) -> bool:
    moment = sa.or_(deliveries.c.not_before <= at, deliveries.c.not_before.is_(None))
    return (
        connection.execute(_pending_to(campaign, full).where(moment).limit(1)).first() is not None
    )


def _pending_to(campaign: str, full: frozenset[str]) -> sa.Select[tuple[int, str]]:
    """What is pending, but for addresses at a domain in `full`."""
    folded = sa.func.coalesce(subscribers.c.address_folded, "")
    query = (
        sa.select(deliveries.c.id, folded.label("address"))
        .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
        .where(
            deliveries.c.campaign == campaign,
            deliveries.c.state == DeliveryState.PENDING.value,
        )
    )
    return query.where(*(~folded.endswith(f"@{one}", autoescape=True) for one in sorted(full)))
