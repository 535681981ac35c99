"""What came to and went from the list, counted without saying who."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.reader_tables import sign_ups
from omroeper.adapters.database.tables import subscriber_events as events
from omroeper.domain.growth import ListEvents

_LEFT = "unsubscribed"


class ListEventCounts(Connected):
    """Fulfils ports.ListEventStore."""

    def leavings(self, source: str) -> dict[str, int]:
        """How many left through this source, by reason ('' for who gave none)."""
        query = (
            sa.select(events.c.reason, sa.func.count())
            .where(events.c.kind == _LEFT, events.c.source == source)
            .group_by(events.c.reason)
            .order_by(events.c.reason)
        )
        with self._reading() as connection:
            return {str(reason): int(count) for reason, count in connection.execute(query)}

    def list_events(self, since: datetime, until: datetime) -> ListEvents:
        """What happened from the first moment up to the second."""
        then = (events.c.at >= since, events.c.at < until)
        query = (
            sa.select(events.c.kind, events.c.reason, sa.func.count())
            .where(*then)
            .group_by(events.c.kind, events.c.reason)
        )
        asked = sa.select(sa.func.count()).where(
            sign_ups.c.asked_at >= since, sign_ups.c.asked_at < until
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
            requests = connection.scalar(asked) or 0
        kinds: dict[str, int] = {}
        for kind, _, count in rows:
            kinds[kind] = kinds.get(kind, 0) + int(count)
        reasons = {str(reason): int(count) for kind, reason, count in rows if kind == _LEFT}
        return ListEvents(requests, kinds, reasons)
