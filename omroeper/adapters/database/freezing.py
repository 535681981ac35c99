"""Writing down a large audience: a million deliveries in seconds, in as much memory as a thousand."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import chunks
from omroeper.adapters.database.tables import deliveries

READ_AT_ONCE = 5000
_WRITE_AT_ONCE = 5000
_TOKEN_BYTES = 16
_ROOMY_KIB = 96 * 1024


def opaque_tokens() -> Iterator[str]:
    """Tokens of 32 characters from 16 random bytes each: guessing one is out of reach."""
    while True:
        told = os.urandom(_TOKEN_BYTES * _WRITE_AT_ONCE).hex()
        for start in range(0, len(told), 2 * _TOKEN_BYTES):
            yield told[start : start + 2 * _TOKEN_BYTES]


def insert_deliveries(connection: sa.Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert the rows, whose columns are all the same, and give how many there were.

    The statement and the columns' types are worked out once and not for each row.
    """
    count = 0
    with _roomy(connection):
        for part in chunks(rows, _WRITE_AT_ONCE):
            names = list(part[0])
            bound = _bound(connection, part)
            connection.exec_driver_sql(_statement(connection, names), bound)
            count += len(part)
    return count


def _statement(connection: sa.Connection, names: list[str]) -> str:
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    columns, marks = ", ".join(names), ", ".join([mark] * len(names))
    return f"INSERT INTO {deliveries.name} ({columns}) VALUES ({marks})"  # noqa: S608 - our names


def _bound(connection: sa.Connection, part: list[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them; a moment that all share is written out once."""
    columns = [[row[name] for row in part] for name in part[0]]
    for index, name in enumerate(part[0]):
        write = (
            deliveries.c[name]
            .type.dialect_impl(connection.dialect)
            .bind_processor(connection.dialect)
        )
        if write is not None:
            known = {value: write(value) for value in set(columns[index])}
            columns[index] = [known[value] for value in columns[index]]
    return list(zip(*columns, strict=True))


@contextmanager
def _roomy(connection: sa.Connection) -> Iterator[None]:
    """Random tokens go all over an index: SQLite needs it in memory, or writes each page many times."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_ROOMY_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")
