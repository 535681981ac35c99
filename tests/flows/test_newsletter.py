"""The review in Prefect: suspend, changes, a form that comes back, four eyes, approval, sending."""

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client

from flows.gather import gather
from flows.linkedin import linkedin
from flows.measure import measure
from flows.newsletter import newsletter
from flows.report import report
from flows.send import send
from omroeper.demo.mail_catcher import MailCatcher
from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.delivery import CampaignState
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.post import PostState
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from tests.flows.driver import Run, apply_deployment

EDITION = "agdb-2024-10"
pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture(autouse=True)
def deployments(prefect_server: None) -> None:
    for flow, name in ((send, "verzenden"), (linkedin, "plaatsen")):
        apply_deployment(flow, name)


def artifact_text(key: str) -> str:
    with get_client(sync_client=True) as client:
        return str(client._client.get(f"/artifacts/{key}/latest").json()["data"])


def start(month: str = "2024-10") -> Run:
    run = Run(newsletter, "maandelijks", {"month": month})
    assert run.go_on() is None
    assert run.key == "beoordeling-1-1"
    return run


def test_the_second_newsletter_waits_for_its_own_decision(desk_settings: Settings) -> None:
    run = Run(newsletter, "internationaal", {"month": "2024-10", "newsletter": "internationaal"})
    assert run.go_on() is None
    assert run.key == "beoordeling-1-1"
    with open_desk(desk_settings) as desk:
        assert [one for one, _ in desk.store.editions()] == ["internationaal-2024-10"]
        draft = desk.store.draft("internationaal-2024-10")
    assert draft is not None
    assert 'lang="en"' in draft.rendered.html


def test_two_rounds_of_review_to_an_account_that_is_whole(desk_settings: Settings) -> None:
    with open_desk(desk_settings) as desk:
        desk.store.add_subscribers(
            [
                Subscriber(f"k{n}", f"p{n}@school.example", subscriptions=(Subscription("agdb"),))
                for n in range(12)
            ]
        )
    run = start()

    assert run.schema()["required"] == ["decision", "name"]
    assert run.answer(decision="misschien", name="Sanne Voorbeeld") == "REJECT"
    assert run.answer(name="Sanne Voorbeeld") == "REJECT"
    assert run.answer(decision="wijzigingen", name="Sanne Voorbeeld", note="") == "ACCEPT"
    run.go_on()
    assert run.key == "wijzigingen-1-1"
    form = run.schema()["properties"]
    assert form["subject"]["default"].startswith("AGDB-conferentie")
    titles = form["drop"]["items"]["enum"]
    dropped = next(title for title in titles if "Vakkanjers" in title)

    back = next(one for one in form["include"]["items"]["enum"] if "Geen plaats" in one)
    changes = {
        "subject": "Nieuw onderwerp van oktober",
        "drop": [dropped],
        "order": [],
        "include": [back],
    }
    run.answer(**changes, introduction="Anders.", preheader="Voor", send_at="morgen")
    run.go_on()
    assert run.key == "wijzigingen-1-2"
    assert "‘morgen’ is geen dag en tijd" in run.description().replace("\\", "")
    assert run.schema()["properties"]["subject"]["default"] == "Nieuw onderwerp van oktober"
    run.answer(**changes, introduction="Anders.", preheader="Voor", send_at="15-10-2024 10:00")
    run.go_on()
    assert run.key == "beoordeling-2-1"

    shown = Artifact.get(key="concept-agdb-2024-10", _sync=True)  # type: ignore[call-arg]
    assert "Wat anders is dan in concept 1" in str(shown)
    assert "**Nieuw onderwerp van oktober**" in str(shown)

    run.approve("Sanne Voorbeeld")
    run.go_on()
    assert run.key == "beoordeling-2-2"
    assert "Sanne Voorbeeld heeft deze editie gemaakt" in run.description()
    run.approve(note="Mooi")
    campaign = run.go_on()
    assert campaign == f"{EDITION}-v2"

    with open_desk(desk_settings) as desk:
        draft = desk.store.draft(EDITION)
        assert draft is not None
        assert draft.edition.version == 2  # four passes through the flow made two drafts
        assert draft.edition.subject == "Nieuw onderwerp van oktober"
        titles = {entry.item.title for entry in draft.edition.entries}
        assert dropped not in titles
        assert back.partition(" – ")[0] in titles
        approval = desk.store.approval(EDITION)
        assert approval is not None
        assert approval.by == "Ruben Voorbeeld"
        assert desk.campaign_status(campaign)[0][1].frozen == 12

    account = send(campaign)
    assert account[campaign] == {
        "audience": 12, "accepted": 12, "refused": 0, "uncertain": 0, "skipped": 0,
        "pending": 0, "finished": True,
    }  # fmt: skip
    assert send(campaign)[campaign]["accepted"] == 12
    assert len(list(desk_settings.outbox.glob("*.eml"))) == 12

    posts = Run(linkedin, "plaatsen", {"edition": EDITION})
    posts.go_on()
    posts.decide_posts("goedkeuren", "goedkeuren", "niet plaatsen", moment_1="nu")
    posts.go_on()
    while posts.key:
        first = posts.key.startswith("linkedin-1-")  # once more, with what it was warned of
        posts.decide_posts(*(["goedkeuren", "goedkeuren"] if first else []), "niet plaatsen")
        posts.go_on()
    with open_desk(desk_settings) as desk:
        states = [post.state for post in desk.store.posts(EDITION)]
        assert states.count(PostState.WAITING) == 1  # no token: the manual channel
        assert states.count(PostState.APPROVED) == 1  # on its own day
        assert states.count(PostState.CANCELLED) == len(states) - 2
        assert len(states) > 6  # the newsletter, each story, and a figure
        assert desk.store.state(EDITION) is EditionState.SENT
        (status,) = desk.campaign_status(campaign)
        assert status[0].state is CampaignState.FINISHED

    assert measure()["snapshots"] > 7
    (made,) = report()
    assert made["report"] == EDITION
    page = (desk_settings.var / "reports" / f"{EDITION}.html").read_text(encoding="utf-8")
    assert "Nieuw onderwerp van oktober" in page
    assert report("2024-10")[0]["report"] == EDITION
    (year,) = report("2024")
    assert year["report"] == "agdb-2024"
    assert artifact_text("verslag-agdb-2024").startswith("# Jaarverslag communicatie 2024")


def test_a_proof_goes_to_colleagues_once_and_the_question_comes_back(
    desk_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailCatcher() as catcher:
        for name, value in (("HOST", "127.0.0.1"), ("PORT", catcher.port), ("SECURITY", "none")):
            monkeypatch.setenv(f"OMROEPER_SMTP_{name}", str(value))
        run = start()
        sanne = {"decision": "proefmail", "name": "Sanne Voorbeeld"}
        run.answer(**sanne)
        run.go_on()
        assert run.key == "proefmail-beoordeling-1-1"
        run.answer(to=[])
        run.go_on()
        assert "er was niemand gekozen" in run.description()
        run.answer(**sanne)
        run.go_on()
        choices = run.schema()["properties"]["to"]["items"]["enum"]
        assert choices[:2] == ["Sanne Voorbeeld", "Ruben Voorbeeld"]
        run.answer(to=choices[:2])
        run.go_on()
        assert run.key == "beoordeling-1-3"
        told = "Proefmail van concept 1 verstuurd naar Sanne Voorbeeld, Ruben Voorbeeld."
        assert told in run.description().replace("\\", "")
        run.approve()
        assert run.go_on() == f"{EDITION}-v1"
        assert set(catcher.recipients.values()) == {1}  # three passes through the flow, one proof
        assert len(catcher.messages) == 2
    assert catcher.messages[0].parsed()["Subject"].startswith("[Proef] ")
    with open_desk(desk_settings) as desk:
        log = desk.store.audit_log(EDITION)
        (sent,) = (entry for entry in log if entry.what == "test sent")
        assert (sent.who, sent.detail) == (
            "Sanne Voorbeeld",
            "concept 1 naar Sanne Voorbeeld, Ruben Voorbeeld",
        )
        approval = desk.store.approval(EDITION)
        assert approval is not None
        assert sent.fingerprint == approval.fingerprint


def test_silence_never_decides(desk_settings: Settings) -> None:
    run = start()
    assert "default" not in run.schema()["properties"]["decision"]
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(run.id).state
    assert state is not None
    assert state.state_details.pause_timeout is None  # it waits for days if need be
    with open_desk(desk_settings) as desk:
        assert desk.store.state(EDITION) is EditionState.IN_REVIEW
        assert desk.store.campaigns() == ()


def test_rejecting_ends_the_run_and_sends_nothing(desk_settings: Settings) -> None:
    run = start()
    run.answer(decision="afwijzen", name="Ruben Voorbeeld", note="Nee")
    assert "afgewezen" in run.go_on()
    with open_desk(desk_settings) as desk:
        assert desk.store.state(EDITION) is EditionState.CANCELLED
        assert desk.store.campaigns() == ()


def test_a_second_run_does_not_replace_a_waiting_draft(desk_settings: Settings) -> None:
    start()
    second = Run(newsletter, "maandelijks", {"month": "2024-10"})
    with pytest.raises(ForbiddenTransition, match="another run already waits"):
        second.go_on()


def test_a_draft_of_a_cancelled_run_is_replaced(desk_settings: Settings) -> None:
    run = start()
    from prefect.states import Cancelled

    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Cancelled(), force=True)
    second = start()
    with open_desk(desk_settings) as desk:
        assert desk.store.maker(EDITION) == f"{second.id}:1"


@pytest.mark.parametrize(("month", "told"), [("2024-13", "is not a month"), ("oktober", "YYYY-MM")])
def test_a_wrong_month_fails_with_a_clear_word(
    desk_settings: Settings, month: str, told: str
) -> None:
    with pytest.raises(Exception, match=told):
        Run(newsletter, "maandelijks", {"month": month}).go_on()


def test_a_month_off_still_gives_a_draft_that_says_so(desk_settings: Settings) -> None:
    run = start("2024-07")
    assert "Zomerstop" in run.description()
    run.approve()
    run.go_on()
    assert run.key == "beoordeling-1-2"
    assert "blokkeren" in run.description()


def test_sending_what_is_not_approved_fails_and_sends_nothing(desk_settings: Settings) -> None:
    with open_desk(desk_settings) as desk:
        desk.store.add_subscribers(
            [Subscriber("k", "p@school.example", subscriptions=(Subscription("agdb"),))]
        )
    run = start()
    run.approve()
    campaign = run.go_on()
    with open_desk(desk_settings) as desk:
        desk.store.void_approval(EDITION)
    with pytest.raises(Exception, match="no approval"):
        send(campaign)
    assert not desk_settings.outbox.exists()


def test_the_hourly_round_takes_up_what_was_left_and_only_that(desk_settings: Settings) -> None:
    with open_desk(desk_settings) as desk:
        desk.store.add_subscribers(
            [
                Subscriber(n, f"{n}@school.example", subscriptions=(Subscription("agdb"),))
                for n in "abc"
            ]
        )
    run = start()
    run.approve()
    campaign = run.go_on()
    with open_desk(desk_settings) as desk:  # a run that broke off right after it had begun
        desk.begin_sending(campaign)
    assert send()[campaign]["accepted"] == 3
    assert send() == {}


def test_gathering_is_a_table_and_twice_changes_nothing(desk_settings: Settings) -> None:
    first, second = gather(), gather()
    assert first["items_new"] > 20
    assert (second["items_new"], second["items_revised"], second["figures_new"]) == (0, 0, 0)
    assert second["items_unchanged"] == first["items_new"]
    assert (first["sources_failed"], first["sources_in_trouble"]) == (0, 0)
