"""A real Prefect server for the flows, and a desk of their own on a copy of nothing but var."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from omroeper.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One server for all flow tests; no heartbeat thread, which costs a second a flow."""
    with (
        prefect_test_harness(server_startup_timeout=90),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture
def desk_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The desk's settings for this test; mail goes to an outbox, posts to the manual channel."""
    values = {
        "OMROEPER_HOME": str(ROOT),
        "OMROEPER_VAR": str(tmp_path / "var"),
        "OMROEPER_ENV_FILE": os.devnull,
        "OMROEPER_PUBLIC_URL": "https://desk.example",
        "OMROEPER_SECRET": "only for the tests, and as long as a secret",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()
