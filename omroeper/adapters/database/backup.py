"""Backing the database up while it is in use, and putting a backup in its place.

SQLite by its own online backup (www.sqlite.org/backup.html), PostgreSQL by pg_dump and pg_restore
(www.postgresql.org/docs/current/app-pgdump.html), which must be as new as the server.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from omroeper.domain.errors import SettingsError

_SQLITE, _POSTGRESQL = "omroeper-{:%Y%m%dT%H%M%SZ}.db", "omroeper-{:%Y%m%dT%H%M%SZ}.dump"


def back_up(database_url: str, folder: Path, at: datetime) -> Path:
    """Write what is committed now to a new file in `folder`, readable by its owner only.

    `at` is aware UTC and stands in the file's name. Raises SettingsError when there is nothing to
    back up or PostgreSQL's tools are not there.
    """
    url = sa.make_url(database_url)
    folder.mkdir(parents=True, exist_ok=True)
    sqlite = url.get_backend_name() == "sqlite"
    made = folder / (_SQLITE if sqlite else _POSTGRESQL).format(at)
    part = made.with_suffix(".part")
    part.touch(mode=0o600)
    try:
        if sqlite:
            _copy_sqlite(_file_of(url), part)
        else:
            _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={part}")
        part.replace(made)
    finally:
        part.unlink(missing_ok=True)
    return made


def put_back(database_url: str, backup: Path, at: datetime) -> Path | None:
    """Put a backup in the database's place; gives where a SQLite file that was there now stands.

    Nobody else may use the database. Raises SettingsError, and then all is as it was. None where
    there was none, and on PostgreSQL, whose tables are replaced in one transaction.
    """
    url = sa.make_url(database_url)
    if not backup.is_file():
        raise _unusable(backup, "there is no such file", "Name a file that `omroeper backup` made.")
    if url.get_backend_name() == "sqlite":
        return _replace_sqlite(Path(url.database or ""), backup, at)
    _run("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction", backup)
    return None


def _file_of(url: sa.URL) -> Path:
    if not url.database or not Path(url.database).is_file():
        raise SettingsError(
            f"there is no database at {url.database}",
            thing="OMROEPER_DATABASE_URL",
            remedy="Check the address; the first command that uses it makes it.",
        )
    return Path(url.database)


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")  # one file, without others beside it


def _replace_sqlite(file: Path, backup: Path, at: datetime) -> Path | None:
    """The old file, which may be damaged or gone, steps aside with its journal as it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    try:
        _copy_sqlite(backup, part)
        with closing(sqlite3.connect(part)) as connection:
            (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as cause:
        part.unlink(missing_ok=True)
        raise _unusable(backup, f"it is no SQLite database ({cause})", "Name another.") from cause
    if sound != "ok":
        part.unlink()
        raise _unusable(backup, f"it is damaged ({sound})", "Name another backup.")
    aside = file.with_name(f"{file.name}.before-{at:%Y%m%dT%H%M%SZ}")
    found = [end for end in ("", "-wal", "-shm") if Path(f"{file}{end}").exists()]
    for end in found:
        Path(f"{file}{end}").replace(f"{aside}{end}")
    part.chmod(0o600)
    part.replace(file)
    return aside if found else None


def _run(tool: str, url: sa.URL, *options: str | Path) -> None:
    """The password goes by the environment: a command line is for everybody to see."""
    found = shutil.which(tool)
    if found is None:
        raise SettingsError(
            f"{tool} is not here",
            thing="PostgreSQL",
            remedy="Install PostgreSQL's client tools (Debian, Ubuntu: postgresql-client).",
        )
    bare = url.set(drivername="postgresql", password=None).render_as_string()
    command: Sequence[str] = (found, f"--dbname={bare}", *map(str, options))
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(  # noqa: S603 - a tool found by name, with options of our own
        command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise SettingsError(
            f"{tool} failed ({reason[-1] if reason else done.returncode})",
            thing="PostgreSQL",
            remedy="Its version must be the server's or newer; check the address and its rights.",
        )


def _unusable(file: Path, problem: str, remedy: str) -> SettingsError:
    return SettingsError(problem, thing=str(file), remedy=remedy)
