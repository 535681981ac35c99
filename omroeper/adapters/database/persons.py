"""What is kept under an address, whether or not its owner is a subscriber."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.reader_tables import reader_mails, sign_ups
from omroeper.adapters.database.suppressing import Suppressing
from omroeper.adapters.database.tables import suppressions
from omroeper.domain.audience import Suppression, SuppressionReason, address_hash
from omroeper.domain.reader_mail import ReaderMailKind


class Persons(Suppressing):
    """Fulfils ports.PersonStore."""

    def suppression_entry(self, address: str) -> Suppression | None:
        """What the suppression list says of an address."""
        hashed = address_hash(address, self._secret)
        query = sa.select(suppressions).where(suppressions.c.address_hash == hashed)
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Suppression(row.address_hash, SuppressionReason(row.reason), row.at)

    def requests_of(self, address: str) -> tuple[tuple[datetime, datetime | None], ...]:
        """When somebody asked for newsletters, and confirmed it if they did; oldest first."""
        same = sa.func.lower(sign_ups.c.address) == address.lower()
        query = sa.select(sign_ups.c.asked_at, sign_ups.c.confirmed_at).where(same)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(sign_ups.c.asked_at)).all()
        return tuple((row.asked_at, row.confirmed_at) for row in rows)

    def mails_of(self, address: str) -> tuple[tuple[ReaderMailKind, datetime], ...]:
        """Which mails were asked for at this address, and when; oldest first."""
        mine = reader_mails.c.address_hash == address_hash(address, self._secret)
        query = sa.select(reader_mails.c.kind, reader_mails.c.asked_at).where(mine)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(reader_mails.c.id)).all()
        return tuple((ReaderMailKind(row.kind), row.asked_at) for row in rows)

    def forget_address(self, address: str, at: datetime) -> None:
        """Forget requests under an address, and never let an import bring it in."""
        hashed = address_hash(address, self._secret)
        same = sa.func.lower(sign_ups.c.address) == address.lower()
        with self._writing() as connection:
            connection.execute(sign_ups.delete().where(same))
            connection.execute(reader_mails.delete().where(reader_mails.c.address_hash == hashed))
            self._suppress(connection, [Suppression(hashed, SuppressionReason.ERASED, at)])
