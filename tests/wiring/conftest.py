"""A whole desk of its own folders."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from omroeper.wiring import Desk, open_desk
from tests.samples import FixedClock

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(tmp_path: Path, each_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk of its own folders, standing in October 2024."""
    for folder in ("content", "config", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    monkeypatch.setenv("OMROEPER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMROEPER_ENV_FILE", "/dev/null")
    monkeypatch.setenv("OMROEPER_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("OMROEPER_DATABASE_URL", each_database_url)
    with open_desk() as opened:
        opened.clock = FixedClock(datetime(2024, 10, 10, 9, tzinfo=UTC))  # type: ignore[assignment]
        yield opened
