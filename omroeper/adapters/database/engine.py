"""Connections: SQLite in WAL with full durability, or PostgreSQL through psycopg 3."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from omroeper.domain.errors import SettingsError

BUSY_SECONDS = 30
WRITES = "omroeper_writes"


def open_engine(database_url: str) -> sa.Engine:
    """An engine for `sqlite:///…` or `postgresql://…`; raises SettingsError for anything else."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as cause:
        raise _unusable("it is not a database address") from cause
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url.set(drivername="sqlite"))
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
        )
    raise _unusable(f"'{url.get_backend_name()}' is not supported")


def _open_sqlite(url: sa.URL) -> sa.Engine:
    if url.host or url.username or url.password:
        raise _unusable("a SQLite address names a file, after three or four slashes")
    if not url.database:
        raise _unusable("it names no file, so that nothing would be kept")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise _unusable(f"its folder cannot be made ({cause.strerror})") from cause
    # hidden from errors, and so from logs: parameters hold addresses
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver emits no BEGIN of its own; `_begin` does
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Writers take the lock at once: two that read first and write later would deadlock."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unusable(problem: str) -> SettingsError:
    return SettingsError(
        problem,
        thing="OMROEPER_DATABASE_URL",
        remedy="Use sqlite:////path/to/omroeper.db or postgresql://user:password@host/name.",
    )
