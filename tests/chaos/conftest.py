"""Fresh ground on both databases, and a scene on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.ground import Ground
from tests.chaos.scene import Scene


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """SQLite alone: a PostgreSQL server takes its time to start."""
    return Ground(tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="session")
def both_grounds(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Ground:
    folder = tmp_path_factory.mktemp("grounds")
    return Ground(folder, postgres_url, ("sqlite", "postgresql"))


@pytest.fixture
def scene(tmp_path: Path, ground: Ground) -> Iterator[Scene]:
    with Scene(tmp_path, ground) as made:
        yield made
