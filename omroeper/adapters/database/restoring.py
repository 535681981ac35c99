"""Copies of which a restored backup does not know whether they went out since."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.decisions import audit_row
from omroeper.adapters.database.tables import audit_entries, deliveries
from omroeper.domain.delivery import DeliveryState
from omroeper.domain.review import AuditEntry

IN_DOUBT = "a backup was restored: it may have gone out since"
_OPEN = (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value)


class Restoring(Connected):
    """Fulfils ports.RestoringStore."""

    def doubt_open_copies(self, campaign: str, at: datetime) -> int:
        """Make every copy that was still to go UNCERTAIN; gives how many."""
        with self._writing() as connection:
            changed = connection.execute(
                deliveries.update()
                .where(deliveries.c.campaign == campaign, deliveries.c.state.in_(_OPEN))
                .values(
                    state=DeliveryState.UNCERTAIN.value,
                    reply=IN_DOUBT,
                    changed_at=at,
                    worker=None,
                    lease_until=None,
                )
            )
        return changed.rowcount

    def settle_doubted(
        self, campaign: str, taken: Collection[str], entry: AuditEntry
    ) -> tuple[int, int]:
        """What is proven by the Message-IDs that were `taken`: a copy in doubt with one of them is
        ACCEPTED, the others are PENDING again.

        One transaction with one line in the log. Gives how many of each.
        """
        doubted = sa.and_(
            deliveries.c.campaign == campaign,
            deliveries.c.state == DeliveryState.UNCERTAIN.value,
            deliveries.c.reply == IN_DOUBT,
        )
        with self._writing() as connection:
            query = sa.select(deliveries.c.id, deliveries.c.message_id).where(doubted)
            proven = [row.id for row in connection.execute(query) if row.message_id in taken]
            for part in chunks(proven, 500):
                connection.execute(
                    deliveries.update()
                    .where(deliveries.c.id.in_(part))
                    .values(
                        state=DeliveryState.ACCEPTED.value,
                        reply="found in the relay's log",
                        changed_at=entry.at,
                    )
                )
            again = connection.execute(
                deliveries.update()
                .where(doubted)
                .values(
                    state=DeliveryState.PENDING.value,
                    reply="",
                    handed_at=None,
                    not_before=None,
                    changed_at=entry.at,
                )
            )
            connection.execute(audit_entries.insert().values(**audit_row(entry)))
        return len(proven), again.rowcount
