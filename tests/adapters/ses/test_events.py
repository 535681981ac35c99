"""SES's events: whose copy they speak of, and what they mean for its reader."""

import json
from typing import Any

import pytest

from omroeper.adapters.ses.client import TAG
from omroeper.adapters.ses.events import read_event
from omroeper.demo.ses_messages import Taken
from omroeper.demo.sns import bounce_of, complaint_of, event_about
from omroeper.domain.bounce import BounceKind, BounceReport
from omroeper.domain.bounce_words import Cause
from omroeper.domain.verp import ReturnPath, token_in
from tests.fixtures_ses import RETURN_PATH

OURS = "<agdb-2024-10-v1.abc@omroeper.example>"
GONE = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
FULL = {"status": "5.2.2", "diagnosticCode": "smtp; 552 5.2.2 mailbox full"}
BLOCKED = {"status": "5.7.1", "diagnosticCode": "smtp; 550 5.7.1 blocked by Spamhaus"}


def copy(path: ReturnPath | None = RETURN_PATH, number: int = 42) -> Taken:
    tags = {TAG: [token_in(path.address_for(number))]} if path else {}
    headers = (("From", "desk@omroeper.example"), ("Message-ID", OURS))
    return Taken("0107-1-000000", "p1@school.example", "", headers, tags, b"")


def reports(event: dict[str, Any]) -> tuple[BounceReport, ...]:
    return read_event(json.dumps(event), RETURN_PATH.delivery_of).reports


def one(event: dict[str, Any]) -> BounceReport:
    (report,) = reports(event)
    return report


@pytest.mark.parametrize(
    ("kind", "subtype", "person", "verdict", "cause"),
    [
        ("Permanent", "General", GONE, BounceKind.HARD, Cause.NO_MAILBOX),
        ("Permanent", "General", {}, BounceKind.HARD, Cause.UNSPECIFIED),
        ("Permanent", "General", FULL, BounceKind.SOFT, Cause.FULL),
        ("Permanent", "General", BLOCKED, BounceKind.SOFT, Cause.BLOCKED),
        ("Permanent", "Suppressed", {}, BounceKind.HARD, Cause.NO_MAILBOX),
        ("Permanent", "OnAccountSuppressionList", BLOCKED, BounceKind.HARD, Cause.UNSPECIFIED),
        ("Transient", "MailboxFull", {}, BounceKind.SOFT, Cause.FULL),
        ("Transient", "ContentRejected", FULL, BounceKind.SOFT, Cause.CONTENT),
        ("Transient", "General", GONE, BounceKind.SOFT, Cause.NO_MAILBOX),
        ("Transient", "General", {}, BounceKind.AUTO_REPLY, Cause.UNSPECIFIED),
        ("Undetermined", "Undetermined", {}, BounceKind.SOFT, Cause.UNSPECIFIED),
    ],
)
def test_a_bounce_means_what_the_server_said(
    kind: str, subtype: str, person: dict[str, str], verdict: BounceKind, cause: Cause
) -> None:
    report = one(bounce_of(copy(), kind, subtype, **person))
    assert (report.kind, report.cause, report.final) == (verdict, cause, True)
    assert (report.source, report.delivery) == ("ses", 42)


@pytest.mark.parametrize("feedback", [None, "abuse", "fraud", "other"])
def test_a_complaint_is_one_with_or_without_a_kind(feedback: str | None) -> None:
    report = one(complaint_of(copy(), feedback))
    assert (report.kind, report.delivery) == (BounceKind.COMPLAINT, 42)


@pytest.mark.parametrize("feedback", ["not-spam", "auth-failure", "virus"])
def test_feedback_that_nobody_gave_as_a_complaint_is_none(feedback: str) -> None:
    assert reports(complaint_of(copy(), feedback)) == ()


def test_a_delay_is_not_the_end() -> None:
    person = {"emailAddress": "p1@school.example", "status": "4.4.7"}
    part = {"delayType": "General", "delayedRecipients": [person], "timestamp": "2024-10-15"}
    report = one(event_about(copy(), "DeliveryDelay", part))
    assert (report.kind, report.final, report.status) == (BounceKind.SOFT, False, "4.4.7")


def test_what_ses_will_not_carry_is_no_fault_of_the_address() -> None:
    report = one(event_about(copy(), "Reject", {"reason": "Bad content"}))
    assert (report.kind, report.cause) == (BounceKind.SOFT, Cause.CONTENT)


@pytest.mark.parametrize("kind", ["Send", "Delivery", "Rendering Failure", "Subscription"])
def test_other_news_reports_nothing_but_proves_the_copy_was_taken(kind: str) -> None:
    news = read_event(json.dumps(event_about(copy(), kind)), RETURN_PATH.delivery_of)
    assert (news.reports, news.taken) == ((), 42)
    assert news.reply == "taken by Amazon SES as 0107-1-000000"


@pytest.mark.parametrize(("kind", "follows"), [("Open", True), ("Click", True), ("Send", False)])
def test_following_readers_is_noticed(kind: str, follows: bool) -> None:
    news = read_event(json.dumps(event_about(copy(), kind)), RETURN_PATH.delivery_of)
    assert news.follows_readers is follows


def test_a_tag_of_another_desk_is_nobodys() -> None:
    other = ReturnPath("bounces@omroeper.example", "the secret of another desk altogether")
    report = one(bounce_of(copy(other), **GONE))
    assert (report.delivery, report.forged, report.message_ids) == (None, True, ())


def test_without_a_tag_our_message_id_says_whose_it_is() -> None:
    """As in notifications of an identity, which have another name too."""
    event = bounce_of(copy(None), **GONE)
    event["notificationType"] = event.pop("eventType")
    report = one(event)
    assert (report.delivery, report.forged, report.message_ids) == (None, False, (OURS,))
    news = read_event(json.dumps(event), RETURN_PATH.delivery_of)
    assert news.taken is None


def test_without_either_the_address_says_it() -> None:
    event = bounce_of(copy(None), **GONE)
    event["mail"]["headers"] = []
    report = one(event)
    assert (report.recipient, report.vouched, report.tokens) == ("p1@school.example", True, ())


def test_an_address_it_was_passed_on_to_is_named() -> None:
    event = bounce_of(copy(), **GONE)
    assert one(event).recipient == ""
    event["bounce"]["bouncedRecipients"][0]["emailAddress"] = "elders@school.example"
    assert one(event).recipient == "elders@school.example"


def test_the_same_event_has_the_same_mark_and_another_another() -> None:
    first, again = one(bounce_of(copy(), **GONE)), one(bounce_of(copy(), **GONE))
    assert first.mark == again.mark
    assert len(first.mark) == 64
    assert first.mark != one(complaint_of(copy())).mark
    delays = [
        one(event_about(copy(), "DeliveryDelay",
                        {"delayedRecipients": [{"emailAddress": "x"}], "timestamp": moment}))
        for moment in ("2024-10-15T09:00:00Z", "2024-10-15T10:00:00Z")
    ]  # fmt: skip
    assert delays[0].mark != delays[1].mark


@pytest.mark.parametrize(
    "message",
    [
        "hallo", "[]", "null", "5", "{}", '{"eventType": "Bounce"}', "[" * 100_000,
        '{"eventType": "Bounce", "mail": {"messageId": "x"}}',
        '{"eventType": "Bounce", "mail": {"messageId": "x"}, "bounce": {"bouncedRecipients": 5}}',
        '{"eventType": "Send", "mail": {"messageId": "x", "tags": "omroeper-delivery"}}',
    ],
)  # fmt: skip
def test_what_is_no_event_is_told(message: str) -> None:
    with pytest.raises(ValueError, match="no event of SES"):
        read_event(message, RETURN_PATH.delivery_of)
