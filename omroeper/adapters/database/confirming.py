"""Proof that comes later: a provider tells of a message whose reply was lost."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import deliveries
from omroeper.domain.delivery import DeliveryState


class Confirming(Connected):
    """Fulfils ports.Claims, together with Claims."""

    def confirm_taken(self, delivery: int, reply: str, at: datetime) -> bool:
        """Settle a delivery as ACCEPTED that was uncertain, or handed over and not settled yet.

        Gives whether this settled it. Its sender, if it lives, settles it no more.
        """
        handed_over = sa.and_(
            deliveries.c.state == DeliveryState.CLAIMED.value, deliveries.c.handed_at.is_not(None)
        )
        open_still = sa.or_(deliveries.c.state == DeliveryState.UNCERTAIN.value, handed_over)
        with self._writing() as connection:
            settled = connection.execute(
                deliveries.update()
                .where(deliveries.c.id == delivery, open_still)
                .values(
                    state=DeliveryState.ACCEPTED.value,
                    reply=reply,
                    lease_until=None,
                    changed_at=at,
                )
            )
            return settled.rowcount == 1
