"""Proof that comes later: a provider tells of a message whose reply was lost."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import deliveries
from omroeper.domain.delivery import DeliveryState

_OPEN = (
    DeliveryState.PENDING.value,
    DeliveryState.CLAIMED.value,
    DeliveryState.UNCERTAIN.value,
)


class Confirming(Connected):
    """Fulfils ports.Claims, together with Claims."""

    def confirm_taken(self, delivery: int, reply: str, at: datetime) -> bool:
        """Settle a delivery as ACCEPTED that is uncertain or waits; gives whether this settled it.

        It is then sent no more, also not by who holds it, or when a person let it go out again.
        """
        is_open = sa.and_(deliveries.c.id == delivery, deliveries.c.state.in_(_OPEN))
        with self._reading() as connection:
            # Of most copies nothing is left to settle: that should not keep senders waiting.
            if connection.scalar(sa.select(deliveries.c.id).where(is_open)) is None:
                return False
        with self._writing() as connection:
            settled = connection.execute(
                deliveries.update()
                .where(is_open)
                .values(
                    state=DeliveryState.ACCEPTED.value,
                    reply=reply,
                    lease_until=None,
                    changed_at=at,
                )
            )
            return settled.rowcount == 1
