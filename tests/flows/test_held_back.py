"""A mail that the gate holds back: nothing goes out, the editor sees why, and the review begins anew."""

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client

from flows.newsletter import newsletter
from flows.send import send
from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.edition import EditionState, Edits
from omroeper.domain.link_answer import LinkTrouble
from omroeper.services.gate import HeldBack
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from omroeper.wiring.gate import GateParts
from tests.flows.driver import Run, apply_deployment
from tests.samples import verdict
from tests.wiring.test_held_back import Web, conference

EDITION = "agdb-2024-10"
pytestmark = pytest.mark.usefixtures("prefect_server")


def test_what_the_gate_finds_before_sending_goes_back_to_the_editor(
    desk_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flow, name in ((send, "verzenden"), (newsletter, "maandelijks")):
        apply_deployment(flow, name)
    web = Web()
    monkeypatch.setattr(GateParts, "link_checker", web)
    with open_desk(desk_settings) as desk:
        desk.store.add_subscribers(
            [Subscriber("k", "p@school.example", subscriptions=(Subscription("agdb"),))]
        )
        conference(desk)
        made, _ = desk.draft_edition(
            "2024-10", Edits(subject="Kom ook"), made_by="run:1", may_replace=lambda _: True
        )
        given = verdict(desk.store, made, by="Ruben Voorbeeld")
        assert desk.record_decision(EDITION, 1, given).complaint == ""
        campaign = desk.freeze_audience(EDITION, 1).id

    web.trouble = LinkTrouble.GONE
    with pytest.raises(HeldBack):
        send(campaign)

    assert not desk_settings.outbox.exists()
    with open_desk(desk_settings) as desk:
        assert desk.store.state(EDITION) is EditionState.RETURNED
        assert desk.campaigns_due() == []
    told = Artifact.get(f"tegengehouden-{EDITION}-v1")
    assert "De pagina bestaat niet meer" in str(getattr(told, "data", ""))
    web.trouble = None
    with get_client(sync_client=True) as client:
        (again,) = [run for run in client.read_flow_runs() if run.name.endswith("opnieuw")]
    assert again.parameters == {"month": "2024-10", "newsletter": "agdb"}
    run = Run(newsletter, "maandelijks", again.parameters, again.id)
    run.go_on()
    assert run.key.startswith("beoordeling-1")
    with open_desk(desk_settings) as desk:
        assert desk.stored_draft(EDITION, 2)[0].edition.subject == "Kom ook"
