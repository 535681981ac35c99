"""The round of the mailbox over a real Prefect server; its counts are Dutch."""

import mailbox
from pathlib import Path

import pytest
import yaml
from prefect.client.orchestration import get_client

from flows.bounces import bounces
from omroeper.settings import Settings
from tests.flows.conftest import ROOT
from tests.labelled_bounces import DATA

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_a_round_says_in_dutch_what_came_back(
    desk_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bounces() == {"van de lijst gehaald": 0, "postbussen": 0}
    box = mailbox.Maildir(tmp_path / "retour")
    for name in ("away-kpn-like", "letter-from-a-reader", "postfix-unknown"):
        box.add((DATA / "own" / f"{name}.eml").read_bytes())
    monkeypatch.setenv("OMROEPER_BOUNCES_URL", f"maildir:{tmp_path / 'retour'}")
    told = bounces()
    assert told["mails gelezen"] == 3
    assert told["automatische antwoorden"] == 1
    assert told["over geen mail van ons"] == 1
    assert told["blijft liggen om te bekijken"] == 1
    with get_client(sync_client=True) as client:
        shown = client._client.get("/artifacts/retour-postbus/latest").json()
    assert "mails gelezen" in str(shown["data"])


def test_it_runs_every_hour_and_never_twice_at_once() -> None:
    declared = yaml.safe_load((ROOT / "deployments/prefect.yaml").read_text(encoding="utf-8"))
    (one,) = (
        it for it in declared["deployments"] if it["entrypoint"] == "flows/bounces.py:bounces"
    )
    assert one["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert [schedule["cron"] for schedule in one["schedules"]] == ["20 * * * *"]
