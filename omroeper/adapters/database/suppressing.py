"""The suppression list and who is taken off the other, within the transaction that calls for it.

Who writes both, writes the subscriber first: a complaint and a click to leave that come together (some
mailboxes send both) would otherwise wait for each other on PostgreSQL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.reader_tables import subscriptions
from omroeper.adapters.database.tables import subscriber_events, subscribers, suppressions
from omroeper.domain.audience import SubscriberStatus, Suppression, SuppressionReason


@dataclass(frozen=True, slots=True)
class Departure:
    """A subscriber who is taken off the list: what the event is called, and what it came by."""

    subscriber: str
    kind: str
    source: str
    at: datetime


class Suppressing(Connected):
    """For the parts of the store that suppress somebody together with something else."""

    def _suppress(self, connection: sa.Connection, wanted: Sequence[Suppression]) -> set[str]:
        """Put these on the list; a reason that outranks the one that is there takes its place.

        Gives the hashes of which something changed.
        """
        rows = [suppression_row(one) for one in wanted]
        before = set(reasons_of(connection, [one.address_hash for one in wanted]))
        self._insert_new(connection, suppressions, rows)
        changed = {one.address_hash for one in wanted} - before
        for one in wanted:
            weaker = [known.value for known in SuppressionReason if one.reason.outranks(known)]
            mine = suppressions.c.address_hash == one.address_hash
            if one.address_hash in before and weaker:
                stronger = suppressions.update().where(mine, suppressions.c.reason.in_(weaker))
                values = {"reason": one.reason.value, "at": one.at}
                if connection.execute(stronger.values(**values)).rowcount:
                    changed.add(one.address_hash)
        return changed


def reasons_of(connection: sa.Connection, hashes: Sequence[str]) -> dict[str, SuppressionReason]:
    """Why these addresses must not be mailed, by hash; who may be mailed is not in it."""
    columns = (suppressions.c.address_hash, suppressions.c.reason)
    query = sa.select(*columns).where(suppressions.c.address_hash.in_(hashes))
    return {hashed: SuppressionReason(reason) for hashed, reason in connection.execute(query)}


def take_off_list(connection: sa.Connection, leaving: Sequence[Departure]) -> None:
    """End all newsletters of these people, with an event for each who was still on the list."""
    on_list = sa.and_(
        subscribers.c.key.in_([one.subscriber for one in leaving]),
        subscribers.c.status != SubscriberStatus.UNSUBSCRIBED.value,
    )
    query = sa.select(subscribers.c.key).where(on_list).order_by(subscribers.c.key)
    there = set(connection.scalars(query.with_for_update()))
    gone = [one for one in leaving if one.subscriber in there]
    if not gone:
        return
    left = {"status": SubscriberStatus.UNSUBSCRIBED.value}
    connection.execute(subscribers.update().where(subscribers.c.key.in_(there)).values(**left))
    events = [
        {"subscriber": one.subscriber, "kind": one.kind, "source": one.source, "at": one.at}
        for one in gone
    ]
    connection.execute(subscriber_events.insert(), events)
    ended = subscriptions.update().where(
        subscriptions.c.subscriber == sa.bindparam("who"), subscriptions.c.left_at.is_(None)
    )
    moments = [{"who": one.subscriber, "moment": one.at} for one in gone]
    connection.execute(ended.values(left_at=sa.bindparam("moment")), moments)


def suppression_row(suppression: Suppression) -> dict[str, object]:
    return {
        "address_hash": suppression.address_hash,
        "reason": suppression.reason.value,
        "at": suppression.at,
    }
