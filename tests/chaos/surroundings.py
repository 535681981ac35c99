"""What is done to the database while workers use it: locked, full, cut off, crashed."""

import contextlib
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator

import sqlalchemy as sa

from tests.chaos.ground import Ground

LONGEST_LOCK = 120.0
"""Seconds after which a lock is let go whatever happens."""
_FULL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END $$;
    CREATE TRIGGER full_disk BEFORE UPDATE ON deliveries
    FOR EACH STATEMENT EXECUTE FUNCTION full_disk()
"""
_OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)
_CHECKPOINTER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"


@contextlib.contextmanager
def locked(url: str, seconds: float = 0.0) -> Iterator[None]:
    """Another writer holds the database: inside the block, and at least so many seconds."""
    taken, free = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold, args=(url, seconds, taken, free))
    holder.start()
    taken.wait(10)
    try:
        yield
    finally:
        free.set()
        holder.join()


def _hold(url: str, seconds: float, taken: threading.Event, free: threading.Event) -> None:
    try:
        with Ground.outside(url) as connection:
            if url.startswith("sqlite"):
                driver = connection.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                driver.isolation_level = None
                connection.exec_driver_sql("PRAGMA busy_timeout = 5000")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql("BEGIN")
                connection.exec_driver_sql("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE")
            taken.set()
            time.sleep(seconds)
            free.wait(LONGEST_LOCK if not seconds else 0)
            connection.exec_driver_sql("ROLLBACK")
    except sa.exc.DBAPIError:
        pass  # its own connection was cut, or the workers did not let it in
    finally:
        taken.set()


@contextlib.contextmanager
def full_disk(url: str) -> Iterator[None]:
    """PostgreSQL answers every change of a delivery as it does on a full disk (53100).

    A trigger says so: a disk of its own takes root. SQLite's disk is really full, see WorkerPlan.
    """
    with contextlib.suppress(sa.exc.DBAPIError), Ground.outside(url) as connection:
        connection.exec_driver_sql(_FULL)
    try:
        yield
    finally:
        _until_it_answers(url, "DROP FUNCTION IF EXISTS full_disk CASCADE")


def cut_connections(url: str) -> None:
    """End everybody's connection to this database."""
    with Ground.outside(url) as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {_OTHERS}")


def crash_server(url: str) -> None:
    """Kill a server process: PostgreSQL then drops everybody and recovers from its log, as it does
    after any crash. With nobody connected it is the checkpointer.
    """
    with contextlib.suppress(sa.exc.OperationalError), Ground.outside(url) as connection:
        query = f"SELECT pid {_OTHERS} UNION ALL {_CHECKPOINTER}"
        victim = connection.exec_driver_sql(query).scalars().first()
        assert victim is not None
        os.kill(int(victim), signal.SIGKILL)
    _until_it_answers(url, "SELECT 1")


def _until_it_answers(url: str, statement: str) -> None:
    """Others may be cutting connections, or the server starting, at this very moment."""
    for _ in range(600):
        try:
            with Ground.outside(url) as connection:
                connection.exec_driver_sql(statement)
        except sa.exc.DBAPIError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the database at {sa.make_url(url).host} does not answer again")
