"""Staff steer a campaign from Prefect, and runs that send it share the work and end cleanly."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.campaign import campaign as steering
from flows.send import send
from omroeper.domain.delivery import CampaignState, Tally
from omroeper.domain.edition import EditionState
from omroeper.domain.steering import Action, Order
from omroeper.processes.desk import free_port
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from tests.fixtures_relay import frozen
from tests.flows.driver import Run, apply_deployment

pytestmark = pytest.mark.usefixtures("prefect_server")
CAMPAIGN = "agdb-2024-10-v1"
SANNE = "Sanne Voorbeeld"


@pytest.fixture(autouse=True)
def deployment(prefect_server: None) -> None:
    apply_deployment(send, "verzenden")


def under_way(settings: Settings, size: int) -> str:
    """A campaign that passed the gate."""
    with open_desk(settings) as desk:
        campaign = frozen(desk.store, size).id
        desk.store.move_campaign(campaign, CampaignState.SENDING)
        desk.store.move("agdb-2024-10", EditionState.SENDING)
        return campaign


def planned(**parameters: object) -> list[Any]:
    """The runs that were planned with these parameters, by name."""
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs()
    mine = [one for one in found if parameters.items() <= one.parameters.items()]
    return sorted((one for one in mine if one.name.startswith("send-")), key=lambda one: one.name)


def steer(settings: Settings, order: Order) -> None:
    with open_desk(settings) as desk:
        desk.steer_campaign(CAMPAIGN, order)


def test_the_form_pauses_asks_again_and_resumes(desk_settings: Settings) -> None:
    under_way(desk_settings, 3)
    run = Run(steering, "verzending", {})
    run.go_on()
    assert run.key == "verzending-1"
    fields = run.schema()["properties"]
    (name,) = fields["campaign"]["enum"]
    assert name == f"‘De conferentie’ ({CAMPAIGN})"
    assert SANNE in fields["name"]["enum"]
    assert "0 van 3 afgehandeld" in run.description().replace("\\", "")
    run.answer(campaign=name, action="hervatten", name=SANNE)
    run.go_on()
    assert run.key == "verzending-2"
    assert "kan niet hervatten: de verzending is bezig" in run.description().replace("\\", "")
    run.answer(campaign=name, action="pauzeren", name=SANNE, note="Fout in de mail?")
    told = run.go_on()
    assert "gepauzeerd" in told
    assert told.endswith("Er gaat niets meer uit tot iemand hervat.")
    assert send(CAMPAIGN)[CAMPAIGN]["pending"] == 3

    again = Run(steering, "verzending", {})
    again.go_on()
    again.answer(campaign=name, action="hervatten", name=SANNE)
    again.go_on()
    (resumed,) = [one for one in planned(campaign=CAMPAIGN) if "resumed" in one.name]
    assert send(resumed.parameters["campaign"])[CAMPAIGN]["finished"] is True
    with open_desk(desk_settings) as desk:
        log = [one.what for one in desk.store.audit_log("agdb-2024-10")]
    assert log[-3:] == ["campaign paused", "campaign resumed", "sent"]


def test_a_campaign_resumed_from_the_command_line_is_sent_at_once(
    desk_settings: Settings,
) -> None:
    under_way(desk_settings, 2)
    steer(desk_settings, Order(Action.PAUSE, SANNE))
    with open_desk(desk_settings) as desk:
        resumed = desk.steer_campaign(CAMPAIGN, Order(Action.RESUME, SANNE))
        assert desk.wake_sending(resumed)
    names = [one.name for one in planned(campaign=CAMPAIGN)]
    assert [name for name in names if re.search(r"-resumed-\d{20}$", name)]


def test_without_prefect_nothing_is_started_and_nothing_fails(desk_settings: Settings) -> None:
    under_way(desk_settings, 2)
    with (
        temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}),
        open_desk(desk_settings) as desk,
    ):
        assert not desk.wake_sending(desk.campaign(CAMPAIGN))


def test_without_a_campaign_the_form_is_not_asked(desk_settings: Settings) -> None:
    del desk_settings
    run = Run(steering, "verzending", {})
    assert run.go_on() == "Er is geen verzending die loopt of nog moet beginnen."


def test_what_is_not_allowed_yet_gets_a_run_of_its_own(desk_settings: Settings) -> None:
    """Three an hour: one now, and the run does not wait twenty minutes for the next."""
    under_way(desk_settings, 3)
    steer(desk_settings, Order(Action.THROTTLE, SANNE, per_hour=3))
    began = datetime.now(UTC)
    account = send(CAMPAIGN)[CAMPAIGN]
    assert (account["accepted"], account["pending"], account["finished"]) == (1, 2, False)
    (after,) = [one for one in planned(campaign=CAMPAIGN) if "after" in one.name]
    assert after.next_scheduled_start_time - began > timedelta(minutes=15)
    bar = Artifact.get(f"voortgang-{CAMPAIGN}")
    assert "1 van 3 afgehandeld" in str(getattr(bar, "description", ""))


def test_the_settings_say_how_many_runs_send_it_at_once(
    desk_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way(desk_settings, 3)
    monkeypatch.setenv("OMROEPER_SENDERS", "3")
    assert send(CAMPAIGN)[CAMPAIGN]["finished"] is True
    others = [one for one in planned(campaign=CAMPAIGN, alone=True) if "with" in one.name]
    assert len(others) == 2
    assert send(CAMPAIGN, alone=True)[CAMPAIGN]["finished"] is True  # too late, and no harm


def test_one_run_too_many_ends_at_once(desk_settings: Settings) -> None:
    under_way(desk_settings, 2)
    with open_desk(desk_settings) as desk:
        assert desk.enlist_sender(CAMPAIGN, "another run")
    assert send(CAMPAIGN) == {CAMPAIGN: {"enough_senders": True}}
    with open_desk(desk_settings) as desk:
        assert desk.tally(CAMPAIGN) == Tally(2, pending=2)
