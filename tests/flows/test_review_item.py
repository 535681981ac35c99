"""A reviewer of a programme: asked for their own items, answered in a run of their own, told when late."""

from email import message_from_bytes
from email.policy import default

import pytest
from prefect.client.orchestration import get_client

from flows.linkedin import linkedin
from flows.newsletter import newsletter
from flows.review_item import review_item
from flows.send import send
from omroeper.domain.edition import EditionState
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from tests.flows.driver import Run, apply_deployment

EDITION = "agdb-2024-10"
pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture(autouse=True)
def deployments(prefect_server: None) -> None:
    for flow, name in ((send, "verzenden"), (linkedin, "plaatsen"), (review_item, "meekijken")):
        apply_deployment(flow, name)


def start() -> Run:
    run = Run(newsletter, "maandelijks", {"month": "2024-10"})
    run.go_on()
    run.answer(decision="meekijken", name="Sanne Voorbeeld")
    run.go_on()
    assert run.key == "beoordeling-1-2"
    return run


def reviewer_run(settings: Settings, reviewer: str) -> Run:
    """The run that was scheduled for this reviewer of this desk."""
    with open_desk(settings) as desk:
        asked = next(o for o in desk.store.item_reviews(EDITION) if o.reviewer == reviewer)
    with get_client(sync_client=True) as client:
        found = next(one for one in client.read_flow_runs() if str(one.id) == asked.run)
    return Run(review_item, "meekijken", found.parameters, found.id)


def mails(settings: Settings) -> dict[str, str]:
    """Subject → text of every mail, with the address it went to in front of the text."""
    found = {}
    for file in settings.outbox.glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=default)
        found[str(message["Subject"])] = (
            f"{message['To'].addresses[0].addr_spec}\n{message.get_content()}"
        )
    return found


def test_a_reviewer_sees_only_their_own_items_and_the_answer_reaches_the_editor(
    desk_settings: Settings,
) -> None:
    run = start()
    assert "Mila Voorbeeld is gevraagd" in run.description()
    assert "nog geen antwoord" in run.description()
    with open_desk(desk_settings) as desk:
        entries = desk.stored_draft(EDITION, 1)[0].edition.entries
    own = [e.item.title for e in entries if e.item.programme in ("techkwadraat", "sto")]
    others = {e.item.title for e in entries} - set(own)
    (asking,) = [one for one in mails(desk_settings).values() if one.startswith("mila@")]
    mila = reviewer_run(desk_settings, "mila")
    assert f"/runs/flow-run/{mila.id}" in asking
    flat = " ".join(asking.split())
    assert all(" ".join(title.split()) in flat for title in own)
    assert not any(" ".join(title.split()) in flat for title in others)

    mila.go_on()
    assert mila.key == "meekijken-1-1"
    assert "default" not in mila.schema()["properties"]["answer"]
    mila.answer(answer="niet plaatsen")
    mila.go_on()
    assert mila.key == "meekijken-1-2"
    assert "niet waarom" in mila.description()
    mila.answer(answer="niet plaatsen", note="De school wil dit niet")
    for number in range(2, len(own) + 1):
        mila.go_on()
        assert mila.key == f"meekijken-{number}-1"
        mila.answer(answer="akkoord")
    mila.go_on()
    told = mails(desk_settings)[f"Mila Voorbeeld: niet plaatsen bij ‘{own[0]}’"]
    assert told.startswith("sanne@")
    assert f"/runs/flow-run/{run.id}" in told

    run.approve()  # with a form that was shown before Mila answered
    run.go_on()
    assert run.key == "beoordeling-1-3"
    assert "Mila Voorbeeld zegt: niet plaatsen" in run.description().replace("\\", "")
    run.approve()
    assert run.go_on() == f"{EDITION}-v1"
    with open_desk(desk_settings) as desk:
        (kept,) = [one for one in desk.store.overrulings(EDITION) if one.code == "meekijken"]
        assert (kept.place, kept.why) == (own[0], "Gezien")
        log = [one.what for one in desk.audit_log(EDITION)]
        assert (log.count("review asked"), log.count("review answered")) == (
            len({person.id for person in desk.reviewers(EDITION, 1)}),
            len(own),
        )


def test_silence_neither_blocks_nor_approves_and_a_late_answer_is_kept_and_says_so(
    desk_settings: Settings,
) -> None:
    run = start()
    mila = reviewer_run(desk_settings, "mila")
    mila.go_on()
    with open_desk(desk_settings) as desk:
        assert desk.store.state(EDITION) is EditionState.IN_REVIEW
    run.approve()
    assert run.go_on() == f"{EDITION}-v1"
    while mila.key:
        mila.answer(answer="akkoord", note="Prima")
        mila.go_on()
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(mila.id).state
    assert state is not None
    assert (state.name, "al besloten" in str(state.message)) == ("Te laat", True)
    late = [m for subject, m in mails(desk_settings).items() if "te laat" in subject]
    assert late
    assert all(one.startswith("mila@") for one in late)
    with open_desk(desk_settings) as desk:
        assert any("Prima" in line for line in desk.review_lines(EDITION))
