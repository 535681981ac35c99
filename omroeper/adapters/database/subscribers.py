"""Subscribers, their leaving, and the suppression list that outlives them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from omroeper.adapters.database.connection import chunks
from omroeper.adapters.database.membership import belongs_to, first_of
from omroeper.adapters.database.reader_tables import consents, subscriptions
from omroeper.adapters.database.readership import chose_edition
from omroeper.adapters.database.suppressing import Suppressing
from omroeper.adapters.database.tables import subscriber_events, subscribers, suppressions
from omroeper.domain.audience import (
    AddResult,
    Frequency,
    Segment,
    Subscriber,
    SubscriberStatus,
    Subscription,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.consent import ConfirmedBy
from omroeper.domain.leaving import LeavingReason


class Subscribers(Suppressing):
    """Fulfils ports.SubscriberStore."""

    def add_subscribers(
        self, newcomers: Iterable[Subscriber], *, dry_run: bool = False
    ) -> AddResult:
        """Add those not yet on the list, with what they chose; one transaction for all.

        Suppression always wins. A consent is recorded for each who is new and says when it was given.
        """
        added = known = suppressed = 0
        with self._writing() as connection:
            hashes = set(connection.scalars(sa.select(suppressions.c.address_hash)))
            for part in chunks(newcomers, 500):
                people = {one.address.lower(): one for one in part}
                allowed = [
                    one
                    for folded, one in people.items()
                    if address_hash(folded, self._secret) not in hashes
                ]
                suppressed += len(people) - len(allowed)
                new = self._insert_people(connection, allowed)
                added, known = added + new, known + len(allowed) - new
            if dry_run:
                connection.rollback()
        return AddResult(added, known, suppressed)

    def subscriber(self, key: str) -> Subscriber | None:
        return self._one(subscribers.c.key == key)

    def subscriber_by_address(self, address: str) -> Subscriber | None:
        return self._one(subscribers.c.address_folded == address.strip().lower())

    def unsubscribe(
        self,
        key: str,
        at: datetime,
        *,
        source: str,
        reason: LeavingReason = LeavingReason.NOT_SAID,
    ) -> bool:
        """Leaving all wins at once: status, subscriptions, suppression and event in one transaction.

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
            self._suppress(connection, [entry])
            connection.execute(
                subscriber_events.insert().values(
                    subscriber=key, kind="unsubscribed", source=source, at=at, reason=reason.value
                )
            )
            mine = sa.and_(subscriptions.c.subscriber == key, subscriptions.c.left_at.is_(None))
            connection.execute(subscriptions.update().where(mine).values(left_at=at))
        return True

    def suppress(self, suppression: Suppression) -> None:
        """Put it on the list, where a reason that outranks it stays."""
        with self._writing() as connection:
            self._suppress(connection, [suppression])

    def suppression_of(self, address: str) -> SuppressionReason | None:
        """Why this address must not be mailed; None when it may."""
        query = sa.select(suppressions.c.reason).where(
            suppressions.c.address_hash == address_hash(address, self._secret)
        )
        with self._reading() as connection:
            found = connection.scalar(query)
        return SuppressionReason(found) if found is not None else None

    def audience_size(self, segment: Segment) -> int:
        """How many confirmed subscribers the segment has now, whatever newsletters they chose."""
        return sum(self.reader_counts(segment, ()).values())

    def reader_counts(
        self,
        audience: Segment,
        segments: Sequence[Segment],
        *,
        edition: str = "",
        figures: bool = True,
    ) -> dict[str, int]:
        """How many of the audience belong to which segment first, by its id; to none under ''.

        With an `edition` only those who would get it now; `figures` is whether it has a mail of those.
        """
        with self._reading() as connection:
            conditions = [
                subscribers.c.status == SubscriberStatus.CONFIRMED.value,
                belongs_to(connection, audience),
            ]
            if edition:
                conditions.append(chose_edition(connection, edition, figures=figures))
            first = first_of(connection, segments)
            members = sa.select(first.label("segment")).where(*conditions).subquery()
            query = sa.select(members.c.segment, sa.func.count()).group_by(members.c.segment)
            return {str(segment): int(count) for segment, count in connection.execute(query)}

    def segment_sizes(self, segment: Segment) -> dict[str, int]:
        """How many confirmed subscribers of a segment get each newsletter; under '' all of them."""
        with self._reading() as connection:
            members = sa.and_(
                subscribers.c.status == SubscriberStatus.CONFIRMED.value,
                belongs_to(connection, segment),
            )
            everyone = sa.select(sa.literal(""), sa.func.count()).where(members)
            chosen = sa.and_(
                subscriptions.c.subscriber == subscribers.c.key, subscriptions.c.left_at.is_(None)
            )
            each = (
                sa.select(subscriptions.c.newsletter, sa.func.count())
                .join(subscribers, chosen)
                .where(members)
                .group_by(subscriptions.c.newsletter)
            )
            rows = [*connection.execute(everyone), *connection.execute(each)]
        return {str(newsletter): int(count) for newsletter, count in rows}

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
            return next(iter(self._people(connection, condition)), None)

    @staticmethod
    def _people(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Subscriber]:
        """Subscribers with the newsletters that they get now."""
        chosen = sa.and_(
            subscriptions.c.subscriber == subscribers.c.key, subscriptions.c.left_at.is_(None)
        )
        columns = (
            subscriptions.c.newsletter,
            subscriptions.c.frequency,
            subscriptions.c.figures_only,
        )
        query = sa.select(subscribers, *columns).outerjoin(subscriptions, chosen).where(condition)
        rows = connection.execute(query.order_by(subscribers.c.key, subscriptions.c.newsletter))
        by_key = groupby(rows, key=lambda row: str(row.key))
        return [_subscriber(list(found)) for _, found in by_key]

    def _insert_people(self, connection: sa.Connection, people: Sequence[Subscriber]) -> int:
        """Insert who is not there yet, with what they chose and agreed to; give how many."""
        folded = [one.address.lower() for one in people]
        columns = (subscribers.c.key, subscribers.c.address_folded)
        keys = subscribers.c.key.in_([one.key for one in people])
        there = sa.or_(keys, subscribers.c.address_folded.in_(folded))
        stored = connection.execute(sa.select(*columns).where(there)).all()
        known = {row.key for row in stored} | {row.address_folded for row in stored}
        new = [one for one in people if not known & {one.key, one.address.lower()}]
        agreed = [consent_row(one) for one in new if one.consent_at is not None]
        for table, rows in (
            (subscribers, [subscriber_row(one) for one in new]),
            (subscriptions, [row for one in new for row in subscription_rows(one)]),
            (consents, agreed),
        ):
            if rows:  # another process may have added the same person just now
                insert = (
                    postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
                )
                connection.execute(insert(table).on_conflict_do_nothing(), rows)
        return len(new)


def subscription_rows(subscriber: Subscriber) -> list[dict[str, Any]]:
    """Rows of `subscriptions` for what a subscriber chose, from their consent on."""
    since = subscriber.consent_at or datetime.now(UTC)
    return [
        {
            "subscriber": subscriber.key,
            "newsletter": one.newsletter,
            "frequency": one.frequency.value,
            "figures_only": one.figures_only,
            "since": since,
            "left_at": None,
        }
        for one in subscriber.subscriptions
    ]


def consent_row(subscriber: Subscriber) -> dict[str, Any]:
    """The row of `consents` for somebody who came by a list and says when they agreed."""
    return {
        "subscriber": subscriber.key,
        "newsletters": [one.newsletter for one in subscriber.subscriptions],
        "text_version": "",
        "text_hash": "",
        "source": subscriber.consent_source,
        "confirmed_by": ConfirmedBy.IMPORT.value,
        "asked_at": subscriber.consent_at,
        "at": subscriber.consent_at,
    }


def subscriber_row(subscriber: Subscriber) -> dict[str, Any]:
    """The row of `subscribers`."""
    return {
        "key": subscriber.key,
        "address": subscriber.address,
        "address_folded": subscriber.address.lower(),
        "name": subscriber.name,
        "status": subscriber.status.value,
        "topics": list(subscriber.topics),
        "consent_source": subscriber.consent_source,
        "consent_at": subscriber.consent_at,
        "language": subscriber.language,
        "programmes": list(subscriber.programmes),
    }


def _subscriber(rows: Sequence[sa.Row[Any]]) -> Subscriber:
    """A subscriber from its row, once for each newsletter they get."""
    row = rows[0]
    return Subscriber(
        key=row.key,
        address=row.address,
        name=row.name,
        status=SubscriberStatus(row.status),
        topics=tuple(row.topics),
        consent_source=row.consent_source,
        consent_at=row.consent_at,
        subscriptions=tuple(
            Subscription(one.newsletter, Frequency(one.frequency), one.figures_only)
            for one in rows
            if one.newsletter is not None
        ),
        programmes=tuple(row.programmes),
        language=row.language,
    )
