"""Mails that answer a reader: asked for in the same transaction as what they answer, sent at most once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.reader_tables import reader_mails
from omroeper.domain.audience import address_hash
from omroeper.domain.reader_mail import (
    PER_DAY,
    PER_HOUR,
    READER_MAIL_STEPS,
    ReaderMail,
    ReaderMailKind,
    ReaderMailState,
)
from omroeper.domain.states import check_step


class ReaderMails(Connected):
    """Fulfils ports.ReaderMailStore."""

    def ask_reader_mail(
        self, kind: ReaderMailKind, subscriber: str, address: str, at: datetime
    ) -> bool:
        """Have a mail written to a subscriber; False when this address had enough of them today."""
        hashed = address_hash(address, self._secret)
        with self._writing() as connection:
            return insert_reader_mail(connection, kind, subscriber, hashed, at)

    def claim_reader_mails(self, limit: int, at: datetime) -> tuple[ReaderMail, ...]:
        """Claim mails that wait and are due; two claimers never get the same."""
        wanted = (
            sa.select(reader_mails.c.id)
            .where(
                reader_mails.c.state == ReaderMailState.WAITING.value,
                reader_mails.c.not_before <= at,
            )
            .order_by(reader_mails.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._writing() as connection:
            ids = list(connection.scalars(wanted))
            connection.execute(
                reader_mails.update()
                .where(reader_mails.c.id.in_(ids))
                .values(
                    state=ReaderMailState.CLAIMED.value,
                    attempts=reader_mails.c.attempts + 1,
                    changed_at=at,
                )
            )
            return _mails(connection, ids)

    def settle_reader_mail(
        self, mail: int, state: ReaderMailState, at: datetime, *, not_before: datetime
    ) -> None:
        """Write down what became of a claimed mail; raises ForbiddenTransition.

        A mail whose reader was erased in the meantime is gone, and nothing is written.
        """
        mine = reader_mails.c.id == mail
        with self._writing() as connection:
            found = connection.scalar(sa.select(reader_mails.c.state).where(mine))
            if found is None:
                return
            thing = f"reader mail {mail}"
            check_step(READER_MAIL_STEPS, ReaderMailState(found), state, thing=thing)
            values = {"state": state.value, "changed_at": at, "not_before": not_before}
            connection.execute(reader_mails.update().where(mine).values(**values))

    def purge_reader_mails(self, before: datetime) -> int:
        """Forget mails asked for before this moment; give how many."""
        with self._writing() as connection:
            gone = connection.execute(reader_mails.delete().where(reader_mails.c.asked_at < before))
            return gone.rowcount


def insert_reader_mail(
    connection: sa.Connection, kind: ReaderMailKind, thing: str, hashed: str, at: datetime
) -> bool:
    """Ask for a mail within a transaction; False when this address, or everyone, had enough of them."""
    asked = sa.select(sa.func.count()).where(reader_mails.c.kind == kind.value)
    today = reader_mails.c.asked_at > at - timedelta(days=1)
    by_address = asked.where(today, reader_mails.c.address_hash == hashed)
    by_all = asked.where(reader_mails.c.asked_at > at - timedelta(hours=1))
    if (connection.scalar(by_address) or 0) >= PER_DAY:
        return False
    if (connection.scalar(by_all) or 0) >= PER_HOUR:
        return False
    connection.execute(
        reader_mails.insert().values(
            kind=kind.value,
            thing=thing,
            address_hash=hashed,
            state=ReaderMailState.WAITING.value,
            asked_at=at,
            not_before=at,
            changed_at=at,
        )
    )
    return True


def _mails(connection: sa.Connection, ids: Sequence[int]) -> tuple[ReaderMail, ...]:
    query = sa.select(reader_mails).where(reader_mails.c.id.in_(ids)).order_by(reader_mails.c.id)
    return tuple(
        ReaderMail(row.id, ReaderMailKind(row.kind), row.thing, row.attempts)
        for row in connection.execute(query)
    )
