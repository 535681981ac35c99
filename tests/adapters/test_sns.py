"""SNS: only what is signed, of our topic, with a certificate from SNS's own host, is believed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from omroeper.adapters.sns import Forged, Malformed, SnsTopic, Unchecked
from omroeper.adapters.sns.certificates import Certificates, fetch
from omroeper.demo.sns import CERTIFICATE_URL, HOST, TOPIC, SnsSimulator
from omroeper.settings import TopicSettings

SETTINGS = TopicSettings(TOPIC, "sns.eu-central-1.amazonaws.com")
NOW = datetime(2020, 6, 1, tzinfo=UTC)


@pytest.fixture
def sns() -> SnsSimulator:
    return SnsSimulator()


@pytest.fixture
def topic(sns: SnsSimulator) -> SnsTopic:
    return SnsTopic(SETTINGS, fetched_from(sns))


def fetched_from(sns: SnsSimulator) -> Callable[[str], bytes]:
    def fetch_it(url: str) -> bytes:
        try:
            return sns.fetch(url)
        except ConnectionError as cause:
            raise Unchecked("not reached") from cause

    return fetch_it


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", [None, "Amazon SES Email Event Notification"])
def test_what_sns_signed_is_proven(
    sns: SnsSimulator, topic: SnsTopic, version: str, subject: str | None
) -> None:
    other = {"Subject": subject} if subject else {}
    message = topic.proven(sns.notification("één\n“regel”", version, **other), NOW)
    assert message.text == "één\n“regel”"
    topic.proven(sns.notification("nog een", version), NOW)
    assert sns.fetched == [CERTIFICATE_URL]


@pytest.mark.parametrize(
    "field", ["Message", "MessageId", "Timestamp", "Subject", "Type", "Signature"]
)
def test_what_was_changed_on_the_way_is_not_believed(
    sns: SnsSimulator, topic: SnsTopic, field: str
) -> None:
    told = json.loads(sns.notification("hallo", Subject="Bericht"))
    told[field] = {"Type": "SubscriptionConfirmation", "Signature": "AAAA"}.get(field, "anders")
    told |= {"Token": "1", "SubscribeURL": f"{HOST}/"}
    with pytest.raises(Forged):
        topic.proven(json.dumps(told).encode(), NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"TopicArn": "arn:aws:sns:eu-central-1:999999999999:van-een-ander"},
        {"SigningCertURL": CERTIFICATE_URL.replace("https", "http")},
        {"SigningCertURL": CERTIFICATE_URL.replace("eu-central-1", "eu-west-1")},
        {"SigningCertURL": CERTIFICATE_URL.replace(".com/", ".com.aanvaller.example/")},
        {"SigningCertURL": CERTIFICATE_URL.replace(".com/", ".com@aanvaller.example/")},
        {"SigningCertURL": CERTIFICATE_URL.replace(".com/", ".com:8443/")},
        {"SigningCertURL": CERTIFICATE_URL.replace("/Simple", "/een-emmer/Simple")},
        {"SigningCertURL": CERTIFICATE_URL + "?x=1"},
        {"SigningCertURL": "https://aanvaller.example/SimpleNotificationService-" + "0" * 32},
    ],
)
def test_who_is_not_our_topic_makes_us_fetch_nothing(
    sns: SnsSimulator, topic: SnsTopic, changed: dict[str, str]
) -> None:
    with pytest.raises(Forged):
        topic.proven(sns.notification("hallo", **changed), NOW)
    assert sns.fetched == []


def test_another_key_than_the_certificates_is_not_believed(
    sns: SnsSimulator, topic: SnsTopic
) -> None:
    with pytest.raises(Forged):
        topic.proven(SnsSimulator().notification("hallo"), NOW)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("aanvaller.example", NOW),
        ("sns.amazonaws.com", NOW + timedelta(days=400)),
        ("sns.amazonaws.com", NOW - timedelta(days=400)),
    ],
)
def test_a_certificate_of_another_or_out_of_date_is_not_believed(name: str, at: datetime) -> None:
    sns = SnsSimulator(name=name)
    with pytest.raises(Forged):
        SnsTopic(SETTINGS, fetched_from(sns)).proven(sns.notification("hallo"), at)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"Type": ["Notification"]}',
        json.dumps({"Type": "Notification", "Message": 5}).encode(),
    ],
)
def test_what_is_no_message_is_told(topic: SnsTopic, sns: SnsSimulator, body: bytes) -> None:
    with pytest.raises(Malformed):
        topic.proven(body, NOW)
    assert sns.fetched == []


def test_a_version_nobody_knows_is_not_believed(sns: SnsSimulator, topic: SnsTopic) -> None:
    told = json.loads(sns.notification("hallo")) | {"SignatureVersion": "3"}
    with pytest.raises(Forged):
        topic.proven(json.dumps(told).encode(), NOW)


def test_a_certificate_that_cannot_be_had_now_is_asked_again_later(sns: SnsSimulator) -> None:
    moment = 100.0
    certificates = Certificates(SETTINGS.host, fetched_from(sns), now=lambda: moment)
    sns.reachable = False
    for _ in range(3):
        with pytest.raises(Unchecked):
            certificates.at(CERTIFICATE_URL, NOW)
    assert len(sns.fetched) == 1
    sns.reachable, moment = True, 111.0
    assert certificates.at(CERTIFICATE_URL, NOW) is not None


def test_our_topic_is_confirmed(sns: SnsSimulator, topic: SnsTopic) -> None:
    message = topic.proven(sns.confirmation(), NOW)
    assert message.asks_to_confirm
    topic.confirm(message)
    assert sns.fetched[-1] == message.subscribe_url


@pytest.mark.parametrize(
    "url",
    [
        "https://aanvaller.example/?Action=ConfirmSubscription&TopicArn=" + TOPIC,
        f"http://{SETTINGS.host}/?Action=ConfirmSubscription&TopicArn={TOPIC}",
        f"{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}-van-een-ander",
        f"{HOST}/?Action=DeleteTopic&TopicArn={TOPIC}",
        f"{HOST}.aanvaller.example/?Action=ConfirmSubscription&TopicArn={TOPIC}",
    ],
)
def test_nothing_else_is_visited_to_confirm(sns: SnsSimulator, topic: SnsTopic, url: str) -> None:
    """Even if SNS had signed it."""
    message = topic.proven(sns.confirmation(SubscribeURL=url), NOW)
    with pytest.raises(Forged):
        topic.confirm(message)
    assert sns.fetched == [CERTIFICATE_URL]


def test_a_host_that_does_not_answer_is_asked_again_later() -> None:
    with pytest.raises(Unchecked):
        fetch("http://127.0.0.1:9/cert.pem")
