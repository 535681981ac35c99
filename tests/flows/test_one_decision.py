"""Two editors at once, an old draft, a cancelled run, a form sent twice: one decision, and a clear word."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL
from prefect.states import Cancelled

from flows.linkedin import linkedin
from flows.newsletter import newsletter
from flows.send import send
from omroeper.domain.edition import EditionState, Edits
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.post import PostState
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from tests.flows.driver import Run, apply_deployment
from tests.samples import verdict

EDITION = "agdb-2024-10"
pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture(autouse=True)
def deployments(prefect_server: None) -> None:
    for flow, name in ((send, "verzenden"), (linkedin, "plaatsen")):
        apply_deployment(flow, name)


def start() -> Run:
    run = Run(newsletter, "maandelijks", {"month": "2024-10"})
    assert run.go_on() is None
    assert run.key == "beoordeling-1-1"
    return run


def filled(run: Run, name: str, decision: str = "goedkeuren") -> dict[str, Any]:
    """The form as a browser holds it, filled in and not yet sent."""
    fields = run.schema()["properties"]
    form = {key: field["default"] for key, field in fields.items() if "default" in field}
    taken = {"accepted": fields["accepted"]["items"]["enum"], "note": "Gezien"}
    return {**form, **taken, "decision": decision, "name": name}


def press_resume(run: Run, form: dict[str, Any]) -> tuple[int, str, str]:
    """What Prefect answers one press on Submit: the HTTP status, its verdict, and its reason."""
    url = f"{PREFECT_API_URL.value()}/flow_runs/{run.id}/resume"
    reply = httpx.post(url, json={"run_input": form}, timeout=60)
    body = reply.json() if reply.status_code in (200, 201) else {}
    return reply.status_code, body.get("status", ""), str((body.get("details") or {}).get("reason"))


def decisions(settings: Settings) -> list[tuple[str, str]]:
    with open_desk(settings) as desk:
        log = desk.audit_log(EDITION)
        told = [(one.who, one.what) for one in log if one.what in ("approved", "rejected")]
        assert len(desk.store.campaigns()) <= 1
    return told


def test_two_editors_who_press_at_once_give_one_decision(desk_settings: Settings) -> None:
    run = start()
    forms = filled(run, "Ruben Voorbeeld"), filled(run, "Sanne Voorbeeld", "afwijzen")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda form: press_resume(run, form), forms))
    won = [form for form, (_, status, _) in zip(forms, answers, strict=True) if status == "ACCEPT"]
    assert len(won) == 1
    (lost,) = [one for one in answers if one[1] != "ACCEPT"]
    assert lost[0] in (409, 503) or lost[1] in ("REJECT", "ABORT")
    run.go_on()
    what = {"goedkeuren": "approved", "afwijzen": "rejected"}[won[0]["decision"]]
    assert decisions(desk_settings) == [(won[0]["name"], what)]


def test_a_form_sent_twice_is_one_decision_and_the_second_hears_why(
    desk_settings: Settings,
) -> None:
    run = start()
    form = filled(run, "Ruben Voorbeeld")
    assert press_resume(run, form)[1] == "ACCEPT"
    _, status, reason = press_resume(run, form)
    assert (status, "not paused" in reason) == ("ABORT", True)
    campaign = run.go_on()
    assert press_resume(run, form)[1] == "ABORT"
    assert campaign == f"{EDITION}-v1"
    assert decisions(desk_settings) == [("Ruben Voorbeeld", "approved")]


def test_a_form_that_stood_open_does_not_approve_the_next_draft(desk_settings: Settings) -> None:
    run = start()
    stood_open = filled(run, "Ruben Voorbeeld")
    run.answer(decision="wijzigingen", name="Sanne Voorbeeld")
    run.go_on()
    run.answer(subject="Nieuw onderwerp van oktober")
    run.go_on()
    assert run.key == "beoordeling-2-1"
    _, status, reason = press_resume(run, stood_open)
    assert status == "REJECT"
    assert "concept 1" in reason
    with open_desk(desk_settings) as desk:
        assert desk.store.state(EDITION) is EditionState.IN_REVIEW
    assert run.approve() == "ACCEPT"
    assert run.go_on() == f"{EDITION}-v2"
    assert decisions(desk_settings) == [("Ruben Voorbeeld", "approved")]


@pytest.mark.parametrize("decided", [False, True])
def test_a_run_whose_draft_was_replaced_or_decided_elsewhere_ends_and_says_so(
    desk_settings: Settings, decided: bool
) -> None:
    run = start()
    with open_desk(desk_settings) as desk:
        if decided:
            draft, _ = desk.stored_draft(EDITION, 1)
            desk.record_decision(EDITION, 1, verdict(desk.store, draft, by="Sanne"))
        else:
            desk.draft_edition("2024-10", Edits(), made_by="other:1", may_replace=lambda _: True)
    run.approve()
    run.go_on()
    told = "Sanne Voorbeeld besloot" if decided else "er is al een concept 2"
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(run.id).state
    assert state is not None
    assert (state.name, told in str(state.message)) == ("Ingehaald", True)
    assert decisions(desk_settings) == ([("Sanne Voorbeeld", "approved")] if decided else [])
    with open_desk(desk_settings) as desk:
        assert desk.store.campaigns() == ()


def test_a_cancelled_run_is_not_resumed_and_another_takes_over(desk_settings: Settings) -> None:
    run = start()
    form = filled(run, "Ruben Voorbeeld")
    second = Run(newsletter, "maandelijks", {"month": "2024-10"})
    with pytest.raises(ForbiddenTransition, match=rf"Decide there \(run {run.id}\)"):
        second.go_on()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Cancelled(), force=True)
    _, status, reason = press_resume(run, form)
    assert (status, "not paused" in reason) == ("ABORT", True)
    assert decisions(desk_settings) == []
    third = start()
    assert press_resume(run, form)[1] == "ABORT"
    third.approve("Sanne Voorbeeld")
    assert third.go_on() == f"{EDITION}-v2"
    assert decisions(desk_settings) == [("Sanne Voorbeeld", "approved")]


def test_nobodys_name_is_not_among_the_choices(desk_settings: Settings) -> None:
    run = start()
    assert run.schema()["properties"]["name"]["enum"] == ["Sanne Voorbeeld", "Ruben Voorbeeld"]
    assert run.answer(decision="afwijzen", name="Iemand") == "REJECT"
    run.answer(decision="goedkeuren", name="Ruben Voorbeeld", note="Mooi")
    run.go_on()
    assert run.key == "beoordeling-1-2"
    assert "nog niets gezegd" in run.description()
    assert run.schema()["properties"]["note"]["default"] == "Mooi"


def test_a_form_that_stood_open_does_not_approve_posts_that_were_rewritten(
    desk_settings: Settings,
) -> None:
    start()
    run = start_posts(desk_settings)
    with open_desk(desk_settings) as desk:  # the edition went back and came again
        post = desk.store.posts(EDITION)[0]
        desk.store.move_post(post.id, PostState.DRAFT)
        anew = f"{post.text}\n\nMet een nieuw cijfer."
        desk.store.move_post(post.id, PostState.IN_REVIEW, text=anew)
    run.decide_posts("goedkeuren", moment_1="nu")
    run.go_on()
    assert run.key == "linkedin-1-2"
    assert "zijn gewijzigd" in run.description()
    assert "Met een nieuw cijfer" in run.description()
    with open_desk(desk_settings) as desk:
        assert {one.state for one in desk.store.posts(EDITION)} == {PostState.IN_REVIEW}


def start_posts(settings: Settings) -> Run:
    """The run that asks about the posts of the approved edition."""
    with open_desk(settings) as desk:
        draft, _ = desk.stored_draft(EDITION, 1)
        desk.record_decision(EDITION, 1, verdict(desk.store, draft))
    run = Run(linkedin, "plaatsen", {"edition": EDITION})
    run.go_on()
    assert run.key == "linkedin-1-1"
    return run
