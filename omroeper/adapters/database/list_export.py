"""The whole list: in parts, so that it fits in memory however long it is, and in numbers."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from omroeper.adapters.database.reader_tables import consents, subscriptions
from omroeper.adapters.database.subscribers import Subscribers
from omroeper.adapters.database.tables import subscribers, suppressions
from omroeper.domain.audience import Subscriber, SubscriberStatus
from omroeper.domain.list_counts import ListCounts

_PART = 1000


class ListExport(Subscribers):
    """Fulfils the export of ports.ListStore."""

    def listed_people(self) -> Iterator[tuple[Subscriber, str]]:
        """Everyone on the list by key, with the version of the text they agreed to last, if known."""
        last = ""
        keys = sa.select(subscribers.c.key).order_by(subscribers.c.key).limit(_PART)
        while True:
            with self._reading() as connection:
                part = list(connection.scalars(keys.where(subscribers.c.key > last)))
                people = self._people(connection, subscribers.c.key.in_(part))
                texts = _texts(connection, part)
            if not part:
                return
            for person in people:
                yield person, texts.get(person.key, "")
            last = part[-1]

    def list_counts(self) -> ListCounts:
        """How many there are of each kind."""
        readers = sa.and_(
            subscriptions.c.subscriber == subscribers.c.key,
            subscriptions.c.left_at.is_(None),
            subscribers.c.status == SubscriberStatus.CONFIRMED.value,
        )
        with self._reading() as connection:
            return ListCounts(
                statuses=_counts(connection, subscribers.c.status),
                newsletters=_counts(connection, subscriptions.c.newsletter, readers),
                suppressed=_counts(connection, suppressions.c.reason),
            )


def _counts(
    connection: sa.Connection,
    column: sa.Column[str],
    condition: sa.ColumnElement[bool] | None = None,
) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).group_by(column).order_by(column)
    if condition is not None:
        query = query.where(condition)
    return {str(name): int(count) for name, count in connection.execute(query)}


def _texts(connection: sa.Connection, keys: Sequence[str]) -> dict[str, str]:
    query = (
        sa.select(consents.c.subscriber, consents.c.text_version)
        .where(consents.c.subscriber.in_(keys))
        .order_by(consents.c.id)
    )
    return {str(key): str(version) for key, version in connection.execute(query)}
