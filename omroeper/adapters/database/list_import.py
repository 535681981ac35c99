"""A whole list into the database, in short transactions between which others have their turn.

Who left goes first, all of them, so that an import that breaks off never brought in somebody whom it
should have kept out. The same list again does what is still to be done, and nothing twice.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import chunks
from omroeper.adapters.database.reader_tables import consents, subscriptions
from omroeper.adapters.database.subscribers import consent_row, subscriber_row, subscription_rows
from omroeper.adapters.database.suppressing import (
    Departure,
    Suppressing,
    reasons_of,
    take_off_list,
)
from omroeper.adapters.database.tables import subscribers
from omroeper.domain.audience import (
    Subscriber,
    SubscriberStatus,
    Suppression,
    address_hash,
)
from omroeper.domain.consent import ConfirmedBy
from omroeper.domain.list_import import Leaver, Merged

_PART = 1000
_TURN_SECONDS = 0.02
"""Between two parts: who waits for SQLite's lock is not told that it is free, but looks now and then."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody of the list who is a subscriber already; `newsletters` are all they ever chose."""

    key: str
    status: str
    newsletters: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Coming:
    """What a part of the newcomers adds: people, and newsletters of people who are known."""

    new: Sequence[Subscriber]
    more: Sequence[Subscriber]


class ListImport(Suppressing):
    """Fulfils ports.ListStore."""

    def merge_list(
        self, newcomers: Iterable[Subscriber], leavers: Iterable[Leaver], *, dry_run: bool = False
    ) -> Merged:
        """Add who is new and suppress who left; suppression always wins, and again changes nothing.

        Who is known keeps name and choices; a newsletter they never chose is added with its consent.
        A dry run only reads.
        """
        merged, gone = Merged(), set[str]()
        for departing in chunks(leavers, _PART):
            with self._part(dry_run) as connection:
                leaving = self._leaving(connection, departing)
                if not dry_run:
                    self._end(connection, leaving)
            gone.update(leaving)
            merged = replace(merged, left=merged.left + len(leaving))
        for part in chunks(newcomers, _PART):
            with self._part(dry_run) as connection:
                coming, counted = self._coming(connection, part, gone)
                if not dry_run:
                    _add(connection, coming)
            merged = merged.plus(counted)
        return merged

    @contextmanager
    def _part(self, dry_run: bool) -> Iterator[sa.Connection]:
        """A connection for one part; what it writes is committed together."""
        if dry_run:
            with self._reading() as connection:
                yield connection
            return
        with self._writing() as connection:
            if (
                connection.dialect.name == "postgresql"
            ):  # nobody may sign up between look and insert
                connection.exec_driver_sql("LOCK TABLE subscribers IN SHARE ROW EXCLUSIVE MODE")
            yield connection
        if self._engine.dialect.name == "sqlite":
            time.sleep(_TURN_SECONDS)

    def _coming(
        self, connection: sa.Connection, part: Sequence[Subscriber], gone: set[str]
    ) -> tuple[_Coming, Merged]:
        """Who of a part comes, and what that counts for; `gone` left by this very list."""
        hashes = {address_hash(one.address, self._secret): one for one in part}
        listed = reasons_of(connection, list(hashes)).keys() | gone
        allowed = [one for hashed, one in hashes.items() if hashed not in listed]
        known = _known(connection, [one.address.lower() for one in allowed])
        new = [one for one in allowed if one.address.lower() not in known]
        more = [
            wider
            for one in allowed
            if (met := known.get(one.address.lower())) and (wider := _widened(one, met))
        ]
        counted = Merged(
            added=len(new),
            known=len(allowed) - len(new),
            widened=len(more),
            suppressed=len(part) - len(allowed),
        )
        return _Coming(new, more), counted

    def _leaving(
        self, connection: sa.Connection, part: Sequence[Leaver]
    ) -> dict[str, tuple[Leaver, _Known | None]]:
        """Who of a part leaves that had not left yet, by hash.

        Who left elsewhere, and subscribed here after that from their own mailbox, stays.
        """
        hashes = {address_hash(one.address, self._secret): one for one in part}
        listed = reasons_of(connection, list(hashes))
        known = _known(connection, [one.address.lower() for one in part])
        back = _came_back(connection, part, known)
        return {
            hashed: (one, known.get(one.address.lower()))
            for hashed, one in hashes.items()
            if one.address.lower() not in back and one.reason.outranks(listed.get(hashed))
        }

    def _end(
        self, connection: sa.Connection, leaving: Mapping[str, tuple[Leaver, _Known | None]]
    ) -> None:
        """Take those of them who are on the list off it, and suppress all these addresses."""
        there = [(one, met) for one, met in leaving.values() if met is not None]
        take_off_list(
            connection,
            [Departure(met.key, "unsubscribed", one.source, one.at) for one, met in there],
        )
        entries = [Suppression(key, one.reason, one.at) for key, (one, _) in leaving.items()]
        self._suppress(connection, entries)


def _add(connection: sa.Connection, coming: _Coming) -> None:
    both = [*coming.new, *coming.more]
    _insert(connection, subscribers, [subscriber_row(one) for one in coming.new])
    _insert(connection, subscriptions, [row for one in both for row in subscription_rows(one)])
    _insert(connection, consents, [consent_row(one) for one in both if one.consent_at])


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
