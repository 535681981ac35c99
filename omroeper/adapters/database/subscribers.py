"""Subscribers, their leaving, and the suppression list that outlives them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.tables import subscriber_events, subscribers, suppressions
from omroeper.domain.audience import (
    AddResult,
    Segment,
    Subscriber,
    SubscriberStatus,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.variant import first_segment


class Subscribers(Connected):
    """Fulfils ports.SubscriberStore."""

    def add_subscribers(
        self, newcomers: Iterable[Subscriber], *, dry_run: bool = False
    ) -> AddResult:
        """Add those not yet on the list; one transaction for all. Suppression always wins."""
        added = known = suppressed = 0
        with self._writing() as connection:
            hashes = set(connection.scalars(sa.select(suppressions.c.address_hash)))
            for part in chunks(newcomers, 500):
                rows = {row["address_folded"]: row for row in map(_row, part)}
                allowed = [
                    row
                    for folded, row in rows.items()
                    if address_hash(folded, self._secret) not in hashes
                ]
                suppressed += len(rows) - len(allowed)
                new = self._insert_new(connection, subscribers, allowed)
                added, known = added + new, known + len(allowed) - new
            if dry_run:
                connection.rollback()
        return AddResult(added, known, suppressed)

    def subscriber(self, key: str) -> Subscriber | None:
        return self._one(subscribers.c.key == key)

    def subscriber_by_address(self, address: str) -> Subscriber | None:
        return self._one(subscribers.c.address_folded == address.strip().lower())

    def unsubscribe(self, key: str, at: datetime, *, source: str) -> bool:
        """Leaving wins at once: status, suppression and event in one transaction.

        True the first time; False when this person had left already or is not known.
        """
        with self._writing() as connection:
            left = connection.execute(
                subscribers.update()
                .where(
                    subscribers.c.key == key,
                    subscribers.c.status != SubscriberStatus.UNSUBSCRIBED.value,
                )
                .values(status=SubscriberStatus.UNSUBSCRIBED.value)
            )
            if left.rowcount == 0:
                return False
            address = connection.scalar(
                sa.select(subscribers.c.address).where(subscribers.c.key == key)
            )
            entry = Suppression(
                address_hash(str(address), self._secret), SuppressionReason.UNSUBSCRIBED, at
            )
            self._insert_new(connection, suppressions, [_suppression_row(entry)])
            connection.execute(
                subscriber_events.insert().values(
                    subscriber=key, kind="unsubscribed", source=source, at=at
                )
            )
        return True

    def suppress(self, suppression: Suppression) -> None:
        with self._writing() as connection:
            self._insert_new(connection, suppressions, [_suppression_row(suppression)])

    def suppression_of(self, address: str) -> SuppressionReason | None:
        """Why this address must not be mailed; None when it may."""
        query = sa.select(suppressions.c.reason).where(
            suppressions.c.address_hash == address_hash(address, self._secret)
        )
        with self._reading() as connection:
            found = connection.scalar(query)
        return SuppressionReason(found) if found is not None else None

    def audience_size(self, segment: Segment) -> int:
        """How many confirmed subscribers the segment has now."""
        return sum(self.reader_counts(segment, ()).values())

    def reader_counts(self, audience: Segment, segments: Sequence[Segment]) -> dict[str, int]:
        """How many of the audience belong to which segment first, by its id; to none under ''."""
        query = sa.select(subscribers).where(
            subscribers.c.status == SubscriberStatus.CONFIRMED.value
        )
        with self._reading() as connection:
            readers = map(_subscriber, connection.execute(query))
            first = (first_segment(segments, one) for one in readers if audience.includes(one))
            return dict(Counter(one.id if one else "" for one in first))

    def unsubscribes(self) -> tuple[tuple[str, datetime], ...]:
        """Source and moment of every leaving, in order."""
        query = sa.select(subscriber_events.c.source, subscriber_events.c.at).where(
            subscriber_events.c.kind == "unsubscribed"
        )
        with self._reading() as connection:
            rows = connection.execute(query.order_by(subscriber_events.c.id))
            return tuple((row.source, row.at) for row in rows)

    def _one(self, condition: sa.ColumnElement[bool]) -> Subscriber | None:
        with self._reading() as connection:
            row = connection.execute(sa.select(subscribers).where(condition)).first()
        return _subscriber(row) if row is not None else None


def _row(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "key": subscriber.key,
        "address": subscriber.address,
        "address_folded": subscriber.address.lower(),
        "name": subscriber.name,
        "status": subscriber.status.value,
        "topics": list(subscriber.topics),
        "consent_source": subscriber.consent_source,
        "consent_at": subscriber.consent_at,
    }


def _subscriber(row: sa.Row[Any]) -> Subscriber:
    return Subscriber(
        key=row.key,
        address=row.address,
        name=row.name,
        status=SubscriberStatus(row.status),
        topics=tuple(row.topics),
        consent_source=row.consent_source,
        consent_at=row.consent_at,
    )


def _suppression_row(suppression: Suppression) -> dict[str, Any]:
    return {
        "address_hash": suppression.address_hash,
        "reason": suppression.reason.value,
        "at": suppression.at,
    }
