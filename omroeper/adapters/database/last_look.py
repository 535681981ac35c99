"""The last look before a message goes, and writing down how it ended.

These run many times a second while a campaign goes out, so their statements are built once: that
took more time than the database did.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.readership import still_chosen
from omroeper.adapters.database.tables import campaigns, deliveries, subscribers, suppressions
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

_CLAIMED = deliveries.c.state == DeliveryState.CLAIMED.value
_BY = deliveries.c.worker == sa.bindparam("by")
_THESE = deliveries.c.id.in_(sa.bindparam("these", expanding=True))
_NOW: dict[str, Any] = {"changed_at": sa.bindparam("now")}

_STEERED = sa.select(campaigns.c.state, campaigns.c.per_hour).where(
    campaigns.c.id == sa.bindparam("of")
)
_PEOPLE = (
    sa.select(
        deliveries.c.id,
        subscribers.c.address,
        subscribers.c.status,
        still_chosen().label("chosen"),
    )
    .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
    .where(_THESE, _BY, _CLAIMED)
    .order_by(deliveries.c.id)
    .with_for_update(of=deliveries)  # whose lease ran out: nobody takes it up meanwhile
)
_LISTED = sa.select(suppressions.c.address_hash, suppressions.c.reason).where(
    suppressions.c.address_hash.in_(sa.bindparam("hashes", expanding=True))
)
_MARK = (
    deliveries.update()
    .where(_THESE)
    .values(handed_at=sa.bindparam("now"), lease_until=sa.bindparam("until"))
)
_SKIP = (
    deliveries.update()
    .where(_THESE)
    .values(state=DeliveryState.SKIPPED.value, reply=sa.bindparam("why"), lease_until=None, **_NOW)
)
_RENEW = (  # the campaign and state find them in the index
    deliveries.update()
    .where(deliveries.c.campaign == sa.bindparam("of"), _CLAIMED, _BY)
    .values(lease_until=sa.bindparam("until"))
)


def _settling(*states: DeliveryState) -> sa.Update:
    """Writes down how a delivery of this worker ended, if it is in one of these states."""
    return (
        deliveries.update()
        .where(
            deliveries.c.id == sa.bindparam("delivery"),
            _BY,
            sa.or_(*(deliveries.c.state == one.value for one in states)),
        )
        .values(
            state=sa.bindparam("ended"),
            reply=sa.bindparam("told"),
            not_before=sa.bindparam("again_at"),
            lease_until=None,
            **_NOW,
        )
    )


_END = _settling(DeliveryState.CLAIMED, DeliveryState.UNCERTAIN)
_FREE = _settling(DeliveryState.CLAIMED)  # a recovered delivery is never sent again by itself


class LastLook(Connected):
    """Fulfils its part of ports.Claims."""

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
            _settle(connection, settled, worker, at)
            row = connection.execute(_STEERED, {"of": campaign}).one()
            state = CampaignState(row.state)
            if state is not CampaignState.SENDING:
                return HandOver(state, row.per_hour)
            reasons = self._reasons(connection, worker, [one.id for one in wanted])
            skipped = {one: reason for one, reason in reasons.items() if reason is not None}
            allowed = [one for one in reasons if one not in skipped]
            _skip(connection, skipped, at)
            lease = {"now": at, "until": lease_until}
            connection.execute(_MARK, {"these": allowed, **lease})
            if renew:
                connection.execute(_RENEW, {"of": campaign, "by": worker, "until": lease_until})
        return HandOver(state, row.per_hour, frozenset(allowed), skipped)

    def settle(self, attempts: Sequence[Attempt], *, worker: str, at: datetime) -> None:
        """Write down how attempts ended. Only who claimed a delivery settles it."""
        with self._writing() as connection:
            _settle(connection, attempts, worker, at)

    def _reasons(
        self, connection: sa.Connection, worker: str, wanted: Sequence[int]
    ) -> dict[int, SkipReason | None]:
        """Why each of these must not go out after all; None where it may."""
        people = connection.execute(_PEOPLE, {"these": wanted, "by": worker}).all()
        hashes = {
            one.id: address_hash(one.address, self._secret)
            for one in people
            if one.address is not None
        }
        listed = {"hashes": list(hashes.values())}
        found = connection.execute(_LISTED, listed).all() if hashes else ()
        known = {one.address_hash: SuppressionReason(one.reason) for one in found}
        return {one.id: _reason(one, known.get(hashes.get(one.id, ""))) for one in people}


def _settle(
    connection: sa.Connection, attempts: Sequence[Attempt], worker: str, at: datetime
) -> None:
    for statement, again in ((_FREE, True), (_END, False)):
        rows = [_settled(one, worker, at) for one in attempts if _is_free(one) is again]
        if rows:
            rows.sort(key=itemgetter("delivery"))  # two who write the same never wait crosswise
            connection.execute(statement, rows)


def _skip(connection: sa.Connection, skipped: dict[int, SkipReason], at: datetime) -> None:
    for reason in set(skipped.values()):
        ids = [one for one, why in skipped.items() if why is reason]
        connection.execute(_SKIP, {"these": ids, "why": reason.value, "now": at})


def _reason(person: Any, suppressed: SuppressionReason | None) -> SkipReason | None:
    if person.address is None:
        return SkipReason.ERASED
    if suppressed is not None and not suppressed.chosen:
        return SkipReason.SUPPRESSED
    if person.status != SubscriberStatus.CONFIRMED.value or not person.chosen:
        return SkipReason.UNSUBSCRIBED
    return SkipReason.SUPPRESSED if suppressed else None


def _is_free(attempt: Attempt) -> bool:
    return SETTLED_AS[attempt.outcome] is DeliveryState.PENDING


def _settled(attempt: Attempt, worker: str, at: datetime) -> dict[str, Any]:
    return {
        "delivery": attempt.delivery,
        "by": worker,
        "now": at,
        "ended": SETTLED_AS[attempt.outcome].value,
        "told": attempt.reply,
        "again_at": attempt.retry_at,
    }
