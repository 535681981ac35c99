"""A whole desk that mails through Amazon SES and hears from it what became of mail."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from omroeper.adapters.sns import SnsTopic
from omroeper.cli.provider import standing
from omroeper.demo.ses import KEY_ID, REGION, SECRET_KEY, Fault, SesSimulator
from omroeper.demo.ses_messages import Taken
from omroeper.demo.sns import TOPIC, SnsSimulator, bounce_of, complaint_of, event_about
from omroeper.domain.audience import Segment, Subscriber, Subscription, SuppressionReason
from omroeper.domain.bounce import BounceTally
from omroeper.domain.delivery import Campaign, CampaignState, Delivery, DeliveryState, Tally
from omroeper.ports import OutgoingMail
from omroeper.rendering.mime import Message
from omroeper.services import send
from omroeper.web.app import create_app
from omroeper.web.pages import pages_of
from omroeper.web.webhooks import LARGEST
from omroeper.wiring import Desk
from tests.adapters.test_sns import fetched_from
from tests.rendering.test_dkim import is_good, write_key
from tests.samples import approved_draft
from tests.wiring.test_revised_figures import OCTOBER, approved

HOOK = "/webhooks/ses"
GONE = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ses: SesSimulator) -> None:
    for name, value in {
        "SES_REGION": REGION,
        "SES_KEY_ID": KEY_ID,
        "SES_SECRET_KEY": SECRET_KEY,
        "SES_BASE_URL": ses.url,
        "SES_CONFIGURATION_SET": "nieuwsbrief",
        "SES_TOPIC": TOPIC,
        "BOUNCE_ADDRESS": "bounces@omroeper.example",
        "DKIM_KEY": str(write_key(tmp_path, "rsa-sha256")),
        "DKIM_ED25519_KEY": str(write_key(tmp_path, "ed25519-sha256")),
    }.items():
        monkeypatch.setenv(f"OMROEPER_{name}", value)


@pytest.fixture
def sns(desk: Desk) -> SnsSimulator:
    simulator = SnsSimulator(valid_days=3650)
    assert desk.settings.ses_topic is not None
    desk.ses_topic = SnsTopic(desk.settings.ses_topic, fetched_from(simulator))
    return simulator


@pytest.fixture
def client(desk: Desk, sns: SnsSimulator) -> TestClient:
    return TestClient(create_app(pages_of(desk)))


def _readers(count: int) -> list[Subscriber]:
    newsletter = (Subscription("agdb"),)
    return [
        Subscriber(f"k{n}", f"p{n}@school.example", subscriptions=newsletter) for n in range(count)
    ]


@pytest.fixture
def campaign(desk: Desk) -> Campaign:
    """A campaign to three readers, of which nothing went out yet."""
    desk.store.add_subscribers(_readers(3))
    frozen = send.freeze_audience(
        desk.store,
        approved_draft(desk.store),
        Segment("alle", "Iedereen"),
        desk.clock,
        mail_domain=desk.settings.mail_domain,
    )
    send.begin_sending(desk.store, frozen.id, desk.clock.now())
    return frozen


@pytest.fixture
def sent(desk: Desk, campaign: Campaign) -> Campaign:
    send_it(desk, campaign)
    return campaign


def send_it(desk: Desk, campaign: Campaign) -> None:
    path = desk.settings.return_path
    assert path is not None

    def message_for(delivery: Delivery, at: datetime) -> OutgoingMail:
        head = f"From: desk@omroeper.example\r\nMessage-ID: {delivery.message_id}\r\n"
        content = f"{head}\r\nHallo.\r\n".encode()
        return Message(delivery.id, path.address_for(delivery.id), delivery.address, content)

    rules = send.SendingRules()
    send.send_batch(
        desk.store, desk.mailer, message_for, campaign, worker="w", clock=desk.clock, rules=rules
    )


def copy_to(ses: SesSimulator, number: int) -> Taken:
    return next(one for one in ses.state.taken if one.recipient == f"p{number}@school.example")


def test_the_newsletter_arrives_signed_by_us_in_spite_of_what_ses_rewrites(
    desk: Desk, ses: SesSimulator
) -> None:
    desk.store.add_subscribers(_readers(1))
    approved(desk, "2024-10", "run:1")
    campaign = desk.freeze_audience(OCTOBER, 1)
    desk.begin_sending(campaign.id)
    assert desk.send_batch(campaign.id, worker="w").accepted == 1
    assert desk.signer is not None
    (taken,) = ses.state.taken
    assert is_good(taken.content, desk.signer, 0)
    assert dict(taken.headers)["Message-ID"] not in taken.content.decode()


def test_proofs_go_through_ses_too(desk: Desk) -> None:
    assert desk.proof_mailer is desk.mailer


def test_a_dead_address_and_a_complaint_leave_the_list_once(
    desk: Desk, ses: SesSimulator, sns: SnsSimulator, client: TestClient, sent: Campaign
) -> None:
    for event in (bounce_of(copy_to(ses, 0), **GONE), complaint_of(copy_to(ses, 1))):
        for version in ("1", "2"):  # SNS may post the same event again
            assert client.post(HOOK, content=sns.notification(event, version)).status_code == 200
    suppressed = [desk.store.suppression_of(f"p{n}@school.example") for n in range(3)]
    assert suppressed == [SuppressionReason.HARD_BOUNCE, SuppressionReason.COMPLAINT, None]
    assert desk.store.bounce_tally(sent.id) == BounceTally(hard=1, complaints=1)


def test_what_is_not_proven_does_nothing(
    desk: Desk,
    ses: SesSimulator,
    sns: SnsSimulator,
    client: TestClient,
    sent: Campaign,
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = bounce_of(copy_to(ses, 0), **GONE)
    other = json.loads(sns.notification(event)) | {
        "Message": json.dumps(complaint_of(copy_to(ses, 1)))
    }
    posts = {
        403: [SnsSimulator().notification(event), json.dumps(other).encode(),
              sns.notification(event, TopicArn=TOPIC + "-van-een-ander")],
        400: [b"", b"{}", json.dumps(event).encode(), sns.notification("geen json"),
              sns.notification('{"eventType": "Bounce"}')],
        413: [b" " * (LARGEST + 1)],
    }  # fmt: skip
    for status, bodies in posts.items():
        assert [client.post(HOOK, content=body).status_code for body in bodies] == [status] * len(
            bodies
        )
    assert client.get(HOOK).status_code == 405
    assert desk.store.bounce_tally(sent.id) == BounceTally()
    assert desk.store.suppression_of("p0@school.example") is None
    assert "@" not in caplog.text


def test_what_cannot_be_checked_now_should_come_again(
    desk: Desk, ses: SesSimulator, sns: SnsSimulator, client: TestClient, sent: Campaign
) -> None:
    sns.reachable = False
    event = sns.notification(bounce_of(copy_to(ses, 0), **GONE))
    assert client.post(HOOK, content=event).status_code == 503
    assert desk.store.suppression_of("p0@school.example") is None


def test_our_topic_is_confirmed_and_ses_may_try_it(sns: SnsSimulator, client: TestClient) -> None:
    assert client.post(HOOK, content=sns.confirmation()).status_code == 200
    assert "Action=ConfirmSubscription" in sns.fetched[-1]
    told = "Successfully validated SNS topic for Amazon SES event publishing."
    assert client.post(HOOK, content=sns.notification(told)).status_code == 200
    wrong = sns.confirmation(SubscribeURL="https://aanvaller.example/?Action=ConfirmSubscription")
    assert client.post(HOOK, content=wrong).status_code == 403
    assert not any("aanvaller" in url for url in sns.fetched)


def test_without_a_topic_nothing_is_heard(desk: Desk) -> None:
    desk.ses_topic = None
    sns = SnsSimulator()
    client = TestClient(create_app(pages_of(desk)))
    assert client.post(HOOK, content=sns.confirmation()).status_code == 404
    assert sns.fetched == []


def test_a_lost_reply_is_settled_when_ses_tells_of_the_copy(
    desk: Desk, ses: SesSimulator, sns: SnsSimulator, client: TestClient, campaign: Campaign
) -> None:
    """Of what SES never took no event comes: that stays uncertain, and is not sent again."""
    ses.state.faults.extend([Fault.REPLY_LOST, Fault.DROPPED])
    send_it(desk, campaign)
    assert desk.tally(campaign.id) == Tally(3, accepted=1, uncertain=2)
    assert desk.finish_sending(campaign.id)
    for taken in ses.state.taken:
        for kind in ("Send", "Delivery"):
            told = sns.notification(event_about(taken, kind))
            assert client.post(HOOK, content=told).status_code == 200
    assert desk.tally(campaign.id) == Tally(3, accepted=2, uncertain=1)
    replies = desk.store.replies(campaign.id)
    names = {f"taken by Amazon SES as {taken.message_id}" for taken in ses.state.taken}
    assert {told for state, told in replies if state is DeliveryState.ACCEPTED} == names
    assert desk.store.campaign(campaign.id).state is CampaignState.FINISHED  # type: ignore[union-attr]


def test_the_doctor_asks_the_account(desk: Desk, ses: SesSimulator) -> None:
    assert desk.settings.ses is not None
    ses.state.per_second, ses.state.per_day = 14.0, 50_000.0
    status, told = standing(desk, desk.settings.ses)
    assert "14 a second, 50000 a day, 0 sent" in told
    assert (status, "Ed25519" in told) == ("note", True)
    ses.state.in_production = False
    assert "sandbox" in standing(desk, desk.settings.ses)[1]
    ses.state.account_refuses = (403, "AccessDeniedException")
    assert "ses:GetAccount" in standing(desk, desk.settings.ses)[1]
    ses.state.account_refuses, ses.state.enabled = None, False
    assert standing(desk, desk.settings.ses)[0] == "wrong"
