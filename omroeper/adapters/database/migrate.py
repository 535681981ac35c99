"""Bringing the tables up to date with Alembic, whoever comes first."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from omroeper.adapters.database.engine import WRITES
from omroeper.domain.errors import SettingsError

_LOCK = 7266_2024  # any number of our own: PostgreSQL's advisory lock for migrations


def migrate(engine: sa.Engine) -> None:
    """Run the migrations that are missing; a second process waits for the first."""
    with engine.connect() as connection:
        if _revision(connection) == _newest():
            return
    config = _config()
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        present = _revision(connection)
        _refuse_newer(config, present)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


@cache  # a sender opens the store at each batch, and reading them all takes its time
def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(config: Config, present: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise SettingsError(
            f"the database is of a newer version (revision {present})",
            thing="OMROEPER_DATABASE_URL",
            remedy="Install the version of Omroeper that made it, or restore an older backup.",
        )
