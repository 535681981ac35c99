"""Which reminders were sent; append-only, so none is sent twice."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.desk_tables import reminders
from omroeper.domain.reminding import Reminder, ReminderKind


class Reminders(Connected):
    """Fulfils ports.ReminderStore."""

    def reminders(self, thing: str, version: int) -> dict[Reminder, datetime]:
        query = sa.select(reminders).where(
            reminders.c.edition == thing, reminders.c.version == version
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return {Reminder(ReminderKind(row.kind), row.person): row.at for row in rows}

    def save_reminder(self, thing: str, version: int, reminder: Reminder, at: datetime) -> None:
        row = {
            "edition": thing,
            "version": version,
            "kind": reminder.kind.value,
            "person": reminder.person,
            "at": at,
        }
        with self._writing() as connection:
            self._insert_new(connection, reminders, [row])
