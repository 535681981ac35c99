"""`omroeper campaign`: steering by name, how far it is, and what one person got, without addresses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from omroeper.domain.delivery import CampaignState
from omroeper.processes.desk import free_port
from omroeper.settings import load_settings
from omroeper.wiring import open_desk
from tests.cli.test_commands import good, run, settings_for
from tests.services.test_uncertain import ended

CAMPAIGN = "agdb-2024-10-v1"
BY = ("--by", "Sanne Voorbeeld")


@pytest.fixture
def desk_folder(tmp_path: Path) -> Path:
    """A finished campaign to four readers: two copies are uncertain."""
    with open_desk(load_settings(settings_for(tmp_path))) as desk:
        ended(desk.store)
    return tmp_path


def test_a_person_steers_a_campaign_by_name(desk_folder: Path) -> None:
    refused = run(desk_folder, "campaign", "pause", CAMPAIGN, *BY)
    assert refused.returncode == 2
    assert refused.stderr.strip() == (
        f"omroeper: {CAMPAIGN}: kan niet pauzeren: de verzending is klaar. "
        "Kies iets anders, of een andere verzending."
    )
    assert run(desk_folder, "campaign", "pause", CAMPAIGN).returncode == 2  # nobody's name
    with open_desk(load_settings(settings_for(desk_folder))) as desk:
        desk.store.move_campaign(CAMPAIGN, CampaignState.SENDING)
    told = good(desk_folder, "campaign", "throttle", CAMPAIGN, *BY, "--per-hour", "50")
    assert told == f"{CAMPAIGN}: sending, at most 50 an hour\n"
    assert f"{CAMPAIGN}: paused" in good(desk_folder, "campaign", "pause", CAMPAIGN, *BY)
    nowhere = {"OMROEPER_PREFECT_PORT": str(free_port()), "PREFECT_API_URL": ""}
    resumed = good(desk_folder, "campaign", "resume", CAMPAIGN, *BY, **nowhere)
    assert "Prefect could not be reached. The next round of send/verzenden takes it up" in resumed
    (standing,) = json.loads(good(desk_folder, "campaign", "status", CAMPAIGN, "--json"))
    assert standing["campaign"]["per_hour"] == standing["limit_per_hour"] == 50
    assert standing["tally"]["uncertain"] == 2
    assert standing["left"] == standing["senders"] == 0
    assert "(at most 50 an hour); runs that send it: 0" in good(desk_folder, "campaign", "status")
    gone = json.loads(good(desk_folder, "campaign", "cancel", CAMPAIGN, *BY, "--json"))
    assert gone["campaign"]["state"] == "cancelled"


def test_a_person_is_explained_without_their_address(desk_folder: Path) -> None:
    told = good(desk_folder, "campaign", "explain", "p2@school.example")
    assert "subscriber   key000002" in told
    assert "newsletters  agdb (every)" in told
    assert f"{CAMPAIGN}  " in told
    assert "perhaps sent: nobody knows" in told
    found = json.loads(good(desk_folder, "campaign", "explain", "p4@school.example", "--json"))
    assert found["copies"][0]["state"] == "refused"
    piped = subprocess.run(
        [sys.executable, "-m", "omroeper", "campaign", "explain", "-"],
        input="p2@school.example\n",
        env={**os.environ, **settings_for(desk_folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert piped.stdout == told
    unknown = good(desk_folder, "campaign", "explain", "niemand@school.example")
    wrong = run(desk_folder, "campaign", "explain", "geen@adres@school.example")
    assert wrong.returncode == 2
    logs = [file.read_text("utf-8") for file in desk_folder.rglob("*.log")]
    assert not any("school.example" in text for text in (told, str(found), unknown, wrong.stderr))
    assert not any("school.example" in text for text in logs)


def test_uncertain_copies_are_listed_and_decided_one_by_one(desk_folder: Path) -> None:
    listed = good(desk_folder, "campaign", "uncertain", CAMPAIGN)
    assert "key000002   school.example" in listed
    assert "key000003" in listed
    settle = ("campaign", "uncertain", CAMPAIGN, "--settle")
    assert run(desk_folder, *settle, "again", *BY).returncode == 2  # nobody is named
    assert run(desk_folder, *settle, "blind", *BY, "--subscriber", "key000002").returncode == 2
    assert run(desk_folder, *settle, "again", "--subscriber", "key000002").returncode == 2
    done = good(desk_folder, *settle, "again", *BY, "--subscriber", "key000002")
    assert done == "again: key000002\n"
    assert "key000002" not in good(desk_folder, "campaign", "uncertain", CAMPAIGN)
