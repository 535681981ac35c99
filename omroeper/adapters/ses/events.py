"""What SES publishes of a message: bounces, complaints, delays, and that it took it.

docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; the notifications
of an identity (…/notification-contents.html) have the same parts under another name. SES's word
"Permanent" is not enough to call an address dead: what the server said goes before it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from omroeper.adapters.ses.client import TAG
from omroeper.domain.bounce import BounceKind, BounceReport, Ruling, judge
from omroeper.domain.bounce_codes import code_in, status_in
from omroeper.domain.bounce_words import Cause
from omroeper.domain.mail_news import MailNews

SOURCE = "ses"
FOLLOWING = frozenset({"Open", "Click"})
_NO_COMPLAINT = frozenset({"not-spam", "auth-failure", "virus"})
"""Feedback types (RFC 5965, §7.3) by which no reader says: no more of this."""
_LISTED = {"Suppressed": Cause.NO_MAILBOX, "OnAccountSuppressionList": Cause.UNSPECIFIED}
"""SES did not even try: the address is on its own list of what bounced hard or complained."""
_TRANSIENT = {
    "MailboxFull": Cause.FULL,
    "MessageTooLarge": Cause.TOO_LARGE,
    "ContentRejected": Cause.CONTENT,
    "AttachmentRejected": Cause.CONTENT,
}
_MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{1,100}")
Found = tuple[BounceKind, Cause, str, int | None]


def read_event(message: str, delivery_of: Callable[[str], int | None]) -> MailNews:
    """The news in one SNS message; raises ValueError when SES cannot have written it.

    `delivery_of` finds the delivery by a return path, None for one that this desk did not sign.
    What SES publishes beside (rendering failures, subscriptions) is no news.
    """
    try:
        event = json.loads(message)
        kind = str(event.get("eventType") or event["notificationType"])
        whose = _whose(event["mail"], delivery_of)
        reports = tuple(_reports(kind, event, whose))
        return MailNews(
            reports, whose.get("delivery"), _reply(event["mail"]), follows_readers=kind in FOLLOWING
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as cause:
        raise ValueError("this is no event of SES") from cause


def _whose(mail: dict[str, Any], delivery_of: Callable[[str], int | None]) -> dict[str, Any]:
    """By what a report finds its delivery: our tag, else our Message-ID, which SES repeats."""
    tags = mail.get("tags", {}).get(TAG, [])
    if tags:
        delivery = delivery_of(f"+{tags[0]}")
        return {"delivery": delivery, "forged": delivery is None}
    found = [str(one["value"]) for one in mail.get("headers", [])
             if str(one["name"]).lower() == "message-id"]  # fmt: skip
    return {"message_ids": tuple(found)} if found else {}


def _reports(kind: str, event: dict[str, Any], whose: dict[str, Any]) -> Iterator[BounceReport]:
    mail = event["mail"]
    for number, (person, found) in enumerate(_told(kind, event)):
        verdict, cause, status, code = found
        part = event.get(_PARTS[kind], {})
        told = part.get("feedbackId") or f"{mail['messageId']}/{part.get('timestamp', '')}"
        address = str(person.get("emailAddress", ""))
        known = bool(whose) and address in mail.get("destination", [])
        yield BounceReport(
            verdict,
            SOURCE,
            hashlib.sha256(f"{SOURCE}\0{kind}\0{told}\0{number}".encode()).hexdigest(),
            cause=cause,
            status=status,
            code=code,
            final=kind != "DeliveryDelay",
            recipient="" if known else address,
            vouched=True,
            **whose,
        )


_PARTS = {"Bounce": "bounce", "Complaint": "complaint", "DeliveryDelay": "deliveryDelay",
          "Reject": "reject"}  # fmt: skip


def _told(kind: str, event: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Found]]:
    """Each recipient that is spoken of, with what it says."""
    if kind == "Bounce":
        bounce = event["bounce"]
        for one in bounce["bouncedRecipients"]:
            yield one, _bounced(bounce["bounceType"], bounce.get("bounceSubType", ""), one)
    elif kind == "DeliveryDelay":
        for one in event["deliveryDelay"]["delayedRecipients"]:
            yield one, (BounceKind.SOFT, *_words(one)[1:])
    elif kind == "Complaint":
        complaint = event["complaint"]
        if complaint.get("complaintFeedbackType") not in _NO_COMPLAINT:
            for one in complaint["complainedRecipients"]:
                yield one, (BounceKind.COMPLAINT, Cause.UNSPECIFIED, "", None)
    elif kind == "Reject":
        for address in event["mail"]["destination"]:
            yield {"emailAddress": address}, (BounceKind.SOFT, Cause.CONTENT, "", None)


def _bounced(kind: str, subtype: str, person: dict[str, Any]) -> Found:
    """An absence notice comes as a Transient bounce without a word of the server's."""
    ruled, cause, status, code = _words(person)
    if kind == "Permanent" and subtype in _LISTED:
        return BounceKind.HARD, _LISTED[subtype], status, code
    if kind == "Permanent" and cause is Cause.UNSPECIFIED:
        return BounceKind.HARD, cause, status, code
    if kind == "Transient":
        silent = not (person.get("status") or person.get("diagnosticCode"))
        if subtype == "General" and silent:
            return BounceKind.AUTO_REPLY, Cause.UNSPECIFIED, "", None
        return BounceKind.SOFT, _TRANSIENT.get(subtype, cause), status, code
    return ruled, cause, status, code


def _words(person: dict[str, Any]) -> Found:
    diagnostic = str(person.get("diagnosticCode", ""))
    status = status_in(str(person.get("status", ""))) or status_in(diagnostic)
    code = code_in(diagnostic)
    ruling: Ruling = judge(status, code, diagnostic)
    return ruling.kind, ruling.cause, status, code


def _reply(mail: dict[str, Any]) -> str:
    found = _MESSAGE_ID.fullmatch(str(mail["messageId"]))
    return f"taken by Amazon SES as {found[0]}" if found else "taken by Amazon SES"
