"""The nightly purge in Prefect: done once, and told in numbers beside the run."""

from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.orchestration import get_client

from flows.housekeeping import housekeeping
from omroeper.domain.audience import Subscriber
from omroeper.settings import Settings
from omroeper.wiring import open_desk, parts
from tests.samples import FixedClock

pytestmark = pytest.mark.usefixtures("prefect_server")
NOW = datetime(2026, 12, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tonight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SystemClock", lambda: FixedClock(NOW))


def test_who_left_long_ago_is_forgotten_once_and_told_without_who_it_was(
    desk_settings: Settings,
) -> None:
    with open_desk(desk_settings) as desk:
        desk.store.add_subscribers([Subscriber("k1", "noor@school.example", name="Noor")])
        desk.store.unsubscribe("k1", NOW - timedelta(days=31), source="test")
    assert housekeeping() == {"forgotten": 1, "left": 1, "copies": 0}
    with get_client(sync_client=True) as client:
        told = str(client._client.get("/artifacts/opgeruimd-bewaartermijnen/latest").json())
    assert "Naam en adres van wie weg is" in told
    assert "noor" not in told.lower()
    assert housekeeping()["forgotten"] == 0
    for file in desk_settings.var.glob("omroeper.db*"):
        assert b"noor@school" not in file.read_bytes()
