"""What SES refuses of a message, and what it makes of one that it takes."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import format_datetime, parseaddr
from typing import Any

_REPLACED = ("message-id", "date", "feedback-id")
_ONCE = ("dkim-signature", "from", "subject", "date", "message-id", "reply-to", "list-unsubscribe",
         "list-unsubscribe-post", "list-id", "mime-version", "content-type")  # fmt: skip
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that SES took: whose, its tags and own headers, and the bytes its recipient gets."""

    message_id: str
    recipient: str
    feedback_to: str
    headers: tuple[tuple[str, str], ...]
    tags: dict[str, list[str]]
    content: bytes


def problem_with(
    request: dict[str, Any],
    content: bytes,
    verified: Collection[str],
    configuration_sets: Collection[str],
    in_production: bool,
) -> tuple[str, str] | None:
    """The error code and message of docs…/ses/latest/dg/troubleshoot-error-messages.html."""
    (recipient,) = request["Destination"]["ToAddresses"]
    chosen = request.get("ConfigurationSetName")
    if chosen and chosen not in configuration_sets:
        return "NotFoundException", f"Configuration set <{chosen}> does not exist."
    local, at, host = recipient.rpartition("@")
    if not (at and host):
        return "BadRequestException", "Missing final '@domain'"
    if not local.isascii() or re.search(r"[\s\x00-\x1f]", recipient):
        return "BadRequestException", "Local address contains control or whitespace"
    if (problem := _wrongly_made(request, content)) is not None:
        return "BadRequestException", problem
    sender = parseaddr(message_from_bytes(content)["From"] or "")[1]
    used = [sender, request.get("FeedbackForwardingEmailAddress", sender)]
    wrong = [one for one in used + [recipient] * (not in_production)
             if one.rpartition("@")[2] not in verified]  # fmt: skip
    if wrong:
        told = "Email address is not verified. The following identities failed the check in region"
        return "MessageRejected", f"{told} EU-CENTRAL-1: {', '.join(wrong)}"
    return None


def taken(request: dict[str, Any], content: bytes, number: int) -> Taken:
    """The message with SES's own fields in the place of ours."""
    message_id = f"0107019{number:09x}-7c191be4-5e9a-4d12-a87d-dd0099a07f8a-000000"
    tags = {tag["Name"]: [tag["Value"]] for tag in request.get("EmailTags", [])}
    if chosen := request.get("ConfigurationSetName"):
        tags["ses:configuration-set"] = [chosen]
    (recipient,) = request["Destination"]["ToAddresses"]
    return Taken(
        message_id=message_id,
        recipient=recipient,
        feedback_to=request.get("FeedbackForwardingEmailAddress", ""),
        headers=tuple((name, str(value)) for name, value in message_from_bytes(content).items()),
        tags=tags,
        content=_as_received(content, message_id),
    )


def _as_received(content: bytes, message_id: str) -> bytes:
    head, _, body = content.partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", head)
    kept = [one for one in fields if one.partition(b":")[0].decode().lower() not in _REPLACED]
    own = (
        f"Message-ID: <{message_id}@eu-central-1.amazonses.com>",
        f"Date: {format_datetime(datetime.now(UTC))}",
        "Feedback-ID: ::1.eu-central-1.Demo=:AmazonSES",
    )
    return b"\r\n".join([*kept, *(one.encode() for one in own)]) + b"\r\n\r\n" + body


def _wrongly_made(request: dict[str, Any], content: bytes) -> str | None:
    names = Counter(name.lower() for name in message_from_bytes(content))
    twice = next((name for name in _ONCE if names[name] > 1), None)
    if twice:
        return f"Duplicate header '{twice}'."
    if max(map(len, content.split(b"\r\n"))) + 2 > _LONGEST_LINE:
        return "A line of the message is longer than 1000 characters."
    for tag in request.get("EmailTags", []):
        if not (_TAG.fullmatch(tag["Name"]) and _TAG.fullmatch(tag["Value"])):
            return "Invalid tag: it can only contain ASCII letters, numbers, underscores or dashes."
    return None
