"""Claims on deliveries: who may hand over which, and how that ended. Each method is one transaction.

A claim is taken with a lease and committed before any dialogue. Just before a message goes, its
delivery is marked as handed over, in the same transaction that looks once more whether it may. So
when a sender dies, what it had not marked certainly did not leave and is given back; what it had
marked may have left: UNCERTAIN, shown to a person and never sent again by itself. If such a sender
turns out to live and reports what the server said, that is better knowledge and settles it.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.delivery_rows import deliveries_of
from omroeper.adapters.database.due import any_due, due
from omroeper.adapters.database.limits import give_back, take, used_of, within
from omroeper.adapters.database.readership import still_chosen
from omroeper.adapters.database.suppressing import reasons_of
from omroeper.adapters.database.tables import campaigns, deliveries, subscribers
from omroeper.domain.audience import SubscriberStatus, SuppressionReason, address_hash
from omroeper.domain.delivery import (
    SETTLED_AS,
    Attempt,
    CampaignState,
    Delivery,
    DeliveryState,
    HandOver,
    SkipReason,
)
from omroeper.domain.pace import UNLIMITED, Pace

LOST = "the sender stopped before it wrote down the server's reply"
_FREE = {"state": DeliveryState.PENDING.value, "worker": None, "lease_until": None}


class Claims(Connected):
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

    def hand_over(
        self,
        wanted: Sequence[Delivery],
        settled: Sequence[Attempt] = (),
        *,
        campaign: str,
        worker: str,
        at: datetime,
        lease_until: datetime,
        renew: bool = False,
    ) -> HandOver:
        """The last look: settle what came back, and mark of `wanted` what may go now.

        Who left, was suppressed or erased is SKIPPED here. What is no longer this worker's (its
        lease ran out) is not allowed. With `renew` all that it holds gets the new lease.
        """
        with self._writing() as connection:
            self._settle(connection, settled, worker, at)
            columns = (campaigns.c.state, campaigns.c.per_hour)
            row = connection.execute(sa.select(*columns).where(campaigns.c.id == campaign)).one()
            state = CampaignState(row.state)
            if state is not CampaignState.SENDING:
                return HandOver(state, row.per_hour)
            mine = _mine(worker, [one.id for one in wanted])
            reasons = self._reasons(connection, mine)
            skipped = {one: reason for one, reason in reasons.items() if reason is not None}
            allowed = frozenset(reasons) - skipped.keys()
            _skip(connection, skipped, at)
            connection.execute(
                deliveries.update()
                .where(deliveries.c.id.in_(allowed))
                .values(handed_at=at, lease_until=lease_until)
            )
            if renew:
                connection.execute(
                    deliveries.update()
                    .where(*_held(campaign, worker))
                    .values(lease_until=lease_until)
                )
        return HandOver(state, row.per_hour, allowed, skipped)

    def settle(self, attempts: Sequence[Attempt], *, worker: str, at: datetime) -> None:
        """Write down how attempts ended. Only who claimed a delivery settles it."""
        with self._writing() as connection:
            self._settle(connection, attempts, worker, at)

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

    def _settle(
        self, connection: sa.Connection, attempts: Sequence[Attempt], worker: str, at: datetime
    ) -> None:
        for again in (True, False):
            rows = [_settled(one) for one in attempts if _is_free(one) is again]
            rows.sort(key=itemgetter("delivery"))  # two who write the same never wait crosswise
            if not rows:
                continue
            # A recovered delivery is never sent again by itself.
            lost = sa.false() if again else deliveries.c.state == DeliveryState.UNCERTAIN.value
            connection.execute(
                deliveries.update()
                .where(
                    deliveries.c.id == sa.bindparam("delivery"),
                    deliveries.c.worker == worker,
                    sa.or_(deliveries.c.state == DeliveryState.CLAIMED.value, lost),
                )
                .values(
                    state=sa.bindparam("ended"),
                    reply=sa.bindparam("told"),
                    not_before=sa.bindparam("again_at"),
                    lease_until=None,
                    changed_at=at,
                ),
                rows,
            )

    def _reasons(
        self, connection: sa.Connection, mine: sa.ColumnElement[bool]
    ) -> dict[int, SkipReason | None]:
        """Why each of these must not go out after all; None where it may."""
        query = (
            sa.select(
                deliveries.c.id,
                subscribers.c.address,
                subscribers.c.status,
                still_chosen().label("chosen"),
            )
            .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
            .where(mine)
            .order_by(deliveries.c.id)
            .with_for_update(of=deliveries)  # whose lease ran out: nobody takes it up meanwhile
        )
        people = connection.execute(query).all()
        hashes = {
            one.id: address_hash(one.address, self._secret)
            for one in people
            if one.address is not None
        }
        known = reasons_of(connection, list(hashes.values())) if hashes else {}
        return {one.id: _reason(one, known.get(hashes.get(one.id, ""))) for one in people}


def _reason(person: Any, suppressed: SuppressionReason | None) -> SkipReason | None:
    if person.address is None:
        return SkipReason.ERASED
    if suppressed is not None and not suppressed.chosen:
        return SkipReason.SUPPRESSED
    if person.status != SubscriberStatus.CONFIRMED.value or not person.chosen:
        return SkipReason.UNSUBSCRIBED
    return SkipReason.SUPPRESSED if suppressed else None


def _held(campaign: str, worker: str) -> tuple[sa.ColumnElement[bool], ...]:
    """All that a worker holds of a campaign; the campaign and state find it in the index."""
    return (
        deliveries.c.campaign == campaign,
        deliveries.c.state == DeliveryState.CLAIMED.value,
        deliveries.c.worker == worker,
    )


def _mine(worker: str, wanted: Sequence[int]) -> sa.ColumnElement[bool]:
    return sa.and_(
        deliveries.c.id.in_(list(wanted)),
        deliveries.c.worker == worker,
        deliveries.c.state == DeliveryState.CLAIMED.value,
    )


def _skip(connection: sa.Connection, skipped: dict[int, SkipReason], at: datetime) -> None:
    for reason in set(skipped.values()):
        ids = [one for one, why in skipped.items() if why is reason]
        connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_(ids))
            .values(
                state=DeliveryState.SKIPPED.value,
                reply=reason.value,
                lease_until=None,
                changed_at=at,
            )
        )


def _is_free(attempt: Attempt) -> bool:
    return SETTLED_AS[attempt.outcome] is DeliveryState.PENDING


def _settled(attempt: Attempt) -> dict[str, Any]:
    return {
        "delivery": attempt.delivery,
        "ended": SETTLED_AS[attempt.outcome].value,
        "told": attempt.reply,
        "again_at": attempt.retry_at,
    }
