"""Forgetting who it was, when a period is over; what is counted stays counted.

Every part is its own short transaction: a purge of millions stops no sender, and one that broke off
goes on where it was.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.reader_tables import reader_mails, sign_ups, subscriptions
from omroeper.adapters.database.tables import (
    campaigns,
    deliveries,
    subscriber_events,
    subscribers,
    suppressions,
)
from omroeper.domain.audience import SubscriberStatus, SuppressionReason, address_hash
from omroeper.domain.delivery import CampaignState

_PART = 5000
_NOT_NOW = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)
"""Somebody reads or writes for longer than we wait, or there is no room for a second file."""
_GONE = "gone-"
"""Before the delivery's own number: nobody's key, and no token that opens anything."""


class RetainedData(Connected):
    """Fulfils ports.RetentionStore."""

    def forget_who_left(self, before: datetime, at: datetime) -> int:
        """Take the name and address of who left before this moment off the list; the hash stays."""
        recent = sa.exists().where(
            subscriber_events.c.subscriber == subscribers.c.key,
            subscriber_events.c.kind.in_([reason.value for reason in SuppressionReason]),
            subscriber_events.c.at >= before,
        )
        query = sa.select(subscribers.c.key, subscribers.c.address).where(
            subscribers.c.status == SubscriberStatus.UNSUBSCRIBED.value, ~recent
        )
        forgotten = 0
        while True:
            with self._writing() as connection:
                people = connection.execute(query.limit(500)).all()
                self._forget(connection, people, at)
            if not people:
                return forgotten
            forgotten += len(people)

    def forget_copies(self, before: datetime) -> int:
        """Forget who got the copies of campaigns that ended; their states and sums stay."""
        ended = (CampaignState.FINISHED.value, CampaignState.CANCELLED.value)
        over = (
            sa.select(deliveries.c.id)
            .join(campaigns, campaigns.c.id == deliveries.c.campaign)
            .where(
                campaigns.c.state.in_(ended),
                deliveries.c.changed_at < before,
                deliveries.c.subscriber.not_like(f"{_GONE}%"),
            )
        )
        nobody = sa.literal(_GONE) + sa.cast(deliveries.c.id, sa.String)
        return self._in_parts(
            deliveries, over, {"subscriber": nobody, "token": nobody, "message_id": ""}
        )

    def forget_events(self, before: datetime) -> int:
        """Forget whose events these were; kind, source, reason and moment stay."""
        over = sa.select(subscriber_events.c.id).where(
            subscriber_events.c.at < before, subscriber_events.c.subscriber != ""
        )
        return self._in_parts(subscriber_events, over, {"subscriber": ""})

    def erased_since(self, moment: datetime) -> bool:
        """Whether anybody was erased since then."""
        query = sa.select(sa.literal(1)).where(
            subscriber_events.c.kind == "erased", subscriber_events.c.at >= moment
        )
        with self._reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def compact(self) -> bool:
        """Rewrite the database file without what was deleted; whether it could be done now.

        A deleted row's bytes stay in SQLite's file and its log until then (sqlite.org/lang_vacuum).
        PostgreSQL frees them for reuse; its own log and backups keep them as long as they are kept.
        """
        if self._engine.dialect.name == "sqlite":
            return self._rewrite_file()
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM subscribers, sign_ups")
        return True

    def _rewrite_file(self) -> bool:
        connection = self._engine.raw_connection()  # our engine begins a transaction on any other
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not busy
        except sqlite3.OperationalError as cause:
            if cause.sqlite_errorcode not in _NOT_NOW:
                raise
            return False
        finally:
            connection.close()

    def _forget(self, connection: sa.Connection, people: Sequence[Any], at: datetime) -> None:
        keys = [row.key for row in people]
        hashes = [address_hash(row.address, self._secret) for row in people]
        reason = SuppressionReason.UNSUBSCRIBED.value
        self._insert_new(
            connection,
            suppressions,
            [{"address_hash": one, "reason": reason, "at": at} for one in hashes],
        )
        folded = [row.address.lower() for row in people]
        for statement in (
            sign_ups.delete().where(sa.func.lower(sign_ups.c.address).in_(folded)),
            reader_mails.delete().where(reader_mails.c.address_hash.in_(hashes)),
            subscriptions.delete().where(subscriptions.c.subscriber.in_(keys)),
            subscribers.delete().where(subscribers.c.key.in_(keys)),
        ):
            connection.execute(statement)

    def _in_parts(
        self,
        table: sa.Table,
        over: sa.Select[tuple[int]],
        values: dict[str, str | sa.ColumnElement[str]],
    ) -> int:
        changed = 0
        while True:
            with self._writing() as connection:
                ids = list(connection.scalars(over.limit(_PART)))
                connection.execute(table.update().where(table.c.id.in_(ids)).values(values))
            if not ids:
                return changed
            changed += len(ids)
