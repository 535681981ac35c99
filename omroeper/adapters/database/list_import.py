"""A whole list into the database: one transaction, in parts, so that it is fast and all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.reader_tables import consents, subscriptions
from omroeper.adapters.database.subscribers import consent_row, subscriber_row, subscription_rows
from omroeper.adapters.database.tables import subscriber_events, subscribers, suppressions
from omroeper.domain.audience import Subscriber, SubscriberStatus, address_hash
from omroeper.domain.consent import ConfirmedBy
from omroeper.domain.list_import import Leaver, Merged

_PART = 1000
_LEFT = SubscriberStatus.UNSUBSCRIBED.value


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody of the list who is a subscriber already; `newsletters` are all they ever chose."""

    key: str
    status: str
    newsletters: frozenset[str]


class ListImport(Connected):
    """Fulfils ports.ListStore."""

    def merge_list(
        self, newcomers: Iterable[Subscriber], leavers: Iterable[Leaver], *, dry_run: bool = False
    ) -> Merged:
        """Add who is new and suppress who left; suppression always wins, and again changes nothing.

        Who is known keeps name and choices; a newsletter they never chose is added with its consent.
        """
        with self._writing() as connection:
            if (
                connection.dialect.name == "postgresql"
            ):  # nobody may sign up between look and insert
                connection.exec_driver_sql("LOCK TABLE subscribers IN SHARE ROW EXCLUSIVE MODE")
            hashes = set(connection.scalars(sa.select(suppressions.c.address_hash)))
            merged = Merged(left=self._suppress_leavers(connection, leavers, hashes))
            for part in chunks(newcomers, _PART):
                merged = self._merge_part(connection, part, hashes, merged)
            if dry_run:
                connection.rollback()
        return merged

    def _merge_part(
        self,
        connection: sa.Connection,
        part: Sequence[Subscriber],
        hashes: set[str],
        merged: Merged,
    ) -> Merged:
        allowed = [one for one in part if address_hash(one.address, self._secret) not in hashes]
        known = _known(connection, [one.address.lower() for one in allowed])
        new = [one for one in allowed if one.address.lower() not in known]
        more = [
            wider
            for one in allowed
            if (met := known.get(one.address.lower())) and (wider := _widened(one, met))
        ]
        _insert(connection, subscribers, [subscriber_row(one) for one in new])
        _insert(
            connection, subscriptions, [row for one in new + more for row in subscription_rows(one)]
        )
        _insert(connection, consents, [consent_row(one) for one in new + more if one.consent_at])
        return replace(
            merged,
            added=merged.added + len(new),
            known=merged.known + len(allowed) - len(new),
            widened=merged.widened + len(more),
            suppressed=merged.suppressed + len(part) - len(allowed),
        )

    def _suppress_leavers(
        self, connection: sa.Connection, leavers: Iterable[Leaver], hashes: set[str]
    ) -> int:
        """Put leavers on the suppression list and off the list; give how many were not on it yet.

        Who left elsewhere, and subscribed here after that from their own mailbox, stays.
        """
        left = 0
        for part in chunks(leavers, _PART):
            known = _known(connection, [one.address.lower() for one in part])
            back = _came_back(connection, part, known)
            new = {
                hashed: one
                for one in part
                if one.address.lower() not in back
                and (hashed := address_hash(one.address, self._secret)) not in hashes
            }
            hashes.update(new)
            rows = [
                {"address_hash": hashed, "reason": one.reason.value, "at": one.at}
                for hashed, one in new.items()
            ]
            _insert(connection, suppressions, rows)
            _end(connection, [(known.get(one.address.lower()), one) for one in new.values()])
            left += len(new)
        return left


def _came_back(
    connection: sa.Connection, leavers: Sequence[Leaver], known: Mapping[str, _Known]
) -> set[str]:
    """The folded addresses of who confirmed a subscription here later than they left there."""
    query = sa.select(consents.c.subscriber, sa.func.max(consents.c.at)).where(
        consents.c.subscriber.in_([met.key for met in known.values()]),
        consents.c.confirmed_by == ConfirmedBy.DOUBLE_OPT_IN.value,
    )
    rows = connection.execute(query.group_by(consents.c.subscriber))
    confirmed = {str(key): at for key, at in rows}
    return {
        folded
        for one in leavers
        if one.reason.reader_may_lift
        and (met := known.get(folded := one.address.lower()))
        and confirmed.get(met.key, one.at) > one.at
    }


def _end(connection: sa.Connection, leaving: Sequence[tuple[_Known | None, Leaver]]) -> None:
    """Take people off the list, and end each newsletter that they still got."""
    gone = [
        {"subscriber": met.key, "kind": "unsubscribed", "source": one.source, "at": one.at}
        for met, one in leaving
        if met is not None and met.status != _LEFT
    ]
    if not gone:
        return
    _insert(connection, subscriber_events, gone)
    keys = [row["subscriber"] for row in gone]
    connection.execute(subscribers.update().where(subscribers.c.key.in_(keys)).values(status=_LEFT))
    ended = subscriptions.update().where(
        subscriptions.c.subscriber == sa.bindparam("who"), subscriptions.c.left_at.is_(None)
    )
    moments = [{"who": row["subscriber"], "moment": row["at"]} for row in gone]
    connection.execute(ended.values(left_at=sa.bindparam("moment")), moments)


def _known(connection: sa.Connection, folded: Sequence[str]) -> dict[str, _Known]:
    """Those of these addresses that are subscribers, by their folded address."""
    columns = (subscribers.c.address_folded, subscribers.c.key, subscribers.c.status)
    query = (
        sa.select(*columns, subscriptions.c.newsletter)
        .outerjoin(subscriptions, subscriptions.c.subscriber == subscribers.c.key)
        .where(subscribers.c.address_folded.in_(folded))
    )
    found: dict[str, _Known] = {}
    for row in connection.execute(query):
        met = found.get(row.address_folded) or _Known(row.key, row.status, frozenset())
        chosen = met.newsletters | ({row.newsletter} if row.newsletter else set())
        found[row.address_folded] = replace(met, newsletters=chosen)
    return found


def _widened(one: Subscriber, met: _Known) -> Subscriber | None:
    """The known person with only the newsletters that are new to them; None when there are none."""
    if met.status != SubscriberStatus.CONFIRMED.value:
        return None
    more = tuple(s for s in one.subscriptions if s.newsletter not in met.newsletters)
    return replace(one, key=met.key, subscriptions=more) if more else None


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
