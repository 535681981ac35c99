"""What every part of the store shares: a connection for reading, and one committed transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from omroeper.adapters.database.engine import WRITES

Rows = Sequence[dict[str, Any]]


class Connected:
    """The engine and the secret that keys the hashes of suppressed addresses."""

    def __init__(self, engine: sa.Engine, secret: str) -> None:
        self._engine = engine
        self._secret = secret

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with (
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def _insert_new(self, connection: sa.Connection, table: sa.Table, rows: Rows) -> int:
        """Insert the rows whose key is not there yet; give how many were new."""
        if not rows:
            return 0
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        added = 0
        for part in chunks(rows, 500):
            statement = dialect.insert(table).values(part).on_conflict_do_nothing()
            # psycopg gives no row count for this; the rows that come back are those inserted
            added += len(connection.execute(statement.returning(*table.primary_key)).all())
        return added


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of at most `size`."""
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
