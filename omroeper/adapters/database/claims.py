"""Claims on deliveries: who may hand over which, and how that ended. Each method is one transaction.

A claim is taken with a lease and committed before any dialogue. Just before a message goes, its
delivery is marked as handed over, in the same transaction that looks once more whether it may. So
when a sender dies, what it had not marked certainly did not leave and is given back; what it had
marked may have left: UNCERTAIN, shown to a person and never sent again by itself. If such a sender
turns out to live and reports what the server said, that is better knowledge and settles it.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import chunks
from omroeper.adapters.database.delivery_rows import deliveries_of
from omroeper.adapters.database.due import any_due, due
from omroeper.adapters.database.last_look import LastLook
from omroeper.adapters.database.limits import give_back, take, used_of, within
from omroeper.adapters.database.tables import deliveries
from omroeper.domain.delivery import (
    Delivery,
    DeliveryState,
)
from omroeper.domain.pace import UNLIMITED, Pace

LOST = "the sender stopped before it wrote down the server's reply"
_FREE = {"state": DeliveryState.PENDING.value, "worker": None, "lease_until": None}


class Claims(LastLook):
    """Fulfils ports.Claims."""

    def claim(
        self,
        campaign: str,
        *,
        worker: str,
        limit: int,
        lease_until: datetime,
        at: datetime,
        pace: Pace = UNLIMITED,
    ) -> tuple[Delivery, ...]:
        """Claim up to `limit` pending deliveries that are due and that `pace` has room for.

        Two workers never claim the same: PostgreSQL skips what another has locked, SQLite lets one
        write at a time. The limits are shared by all who claim with them.
        """
        with self._writing() as connection:
            used = used_of(connection, pace, lock=True)
            room = pace.room(used, at)
            most = limit if room is None else min(limit, room)
            found = due(connection, campaign, at, most, pace.full(used, at)) if most else []
            ids = within(pace, used, at, found)
            if not ids:
                return ()
            connection.execute(
                deliveries.update()
                .where(deliveries.c.id.in_(ids))
                .values(
                    state=DeliveryState.CLAIMED.value,
                    worker=worker,
                    lease_until=lease_until,
                    handed_at=None,
                    attempts=deliveries.c.attempts + 1,
                    changed_at=at,
                )
            )
            claimed = deliveries_of(connection, deliveries.c.id.in_(ids))
            take(connection, pace, [one.address for one in claimed], at)
            return claimed

    def release(self, released: Sequence[int], *, worker: str, pace: Pace = UNLIMITED) -> None:
        """Give back claims whose messages were certainly not handed over; they count no attempt."""
        with self._writing() as connection:
            freed = connection.execute(
                deliveries.update()
                .where(_mine(worker, released))
                .values(**_FREE, handed_at=None, attempts=deliveries.c.attempts - 1)
            )
            give_back(connection, pace, freed.rowcount)

    def recover(self, campaign: str, at: datetime) -> int:
        """Take up the claims of dead senders: what was handed over is UNCERTAIN, the rest is free.

        Gives how many of them became uncertain.
        """
        ran_out = (
            sa.select(deliveries.c.id, deliveries.c.handed_at)
            .where(
                deliveries.c.campaign == campaign,
                deliveries.c.state == DeliveryState.CLAIMED.value,
                deliveries.c.lease_until < at,
            )
            .with_for_update(skip_locked=True)  # what is locked, its sender is at just now
        )
        with self._writing() as connection:
            rows = connection.execute(ran_out).all()
            freed = [row.id for row in rows if row.handed_at is None]
            lost = [row.id for row in rows if row.handed_at is not None]
            ends = {"state": DeliveryState.UNCERTAIN.value, "reply": LOST, "changed_at": at}
            again = {**_FREE, "attempts": deliveries.c.attempts - 1, "changed_at": at}
            for ids, values in ((freed, again), (lost, ends)):
                for part in chunks(ids, 1000):
                    connection.execute(
                        deliveries.update().where(deliveries.c.id.in_(part)).values(**values)
                    )
            return len(lost)

    def next_moment(self, campaign: str, at: datetime, pace: Pace = UNLIMITED) -> datetime | None:
        """When there is something to claim: `at` itself for now, None when nothing is pending."""
        pending = (
            deliveries.c.campaign == campaign,
            deliveries.c.state == DeliveryState.PENDING.value,
        )
        later = sa.select(sa.func.min(deliveries.c.not_before)).where(
            *pending, deliveries.c.not_before > at
        )
        with self._reading() as connection:
            used = used_of(connection, pace)
            full = pace.full(used, at)
            moments: list[datetime | None] = [connection.scalar(later)]
            if any_due(connection, campaign, at, frozenset()):
                free = not full or any_due(connection, campaign, at, full)
                moments.append(at if free else pace.groups_open(used, at))
        found = [moment for moment in moments if moment is not None]
        return max(min(found), pace.opens(used, at)) if found else None


def _mine(worker: str, wanted: Sequence[int]) -> sa.ColumnElement[bool]:
    return sa.and_(
        deliveries.c.id.in_(list(wanted)),
        deliveries.c.worker == worker,
        deliveries.c.state == DeliveryState.CLAIMED.value,
    )
