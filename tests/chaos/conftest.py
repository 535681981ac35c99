"""Fresh ground on both databases, and a scene on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.ground import Ground
from tests.chaos.scene import Scene
from tests.fixtures_database import postgres


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """SQLite alone: a PostgreSQL server takes its time to start."""
    return Ground(tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="session")
def both_grounds(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Ground:
    folder = tmp_path_factory.mktemp("grounds")
    return Ground(folder, postgres_url, ("sqlite", "postgresql"))


@pytest.fixture(scope="session")
def crash_ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A server for those that crash it: with other tests' databases its recovery takes long."""
    with postgres() as url:
        yield Ground(tmp_path_factory.mktemp("crashes"), url, ("postgresql",))


@pytest.fixture
def scene(tmp_path: Path, ground: Ground) -> Iterator[Scene]:
    with Scene(tmp_path, ground) as made:
        yield made
