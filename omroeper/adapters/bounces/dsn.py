"""Delivery status notifications as the standard wants them (RFC 3464; RFC 6533 for other letters)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from omroeper.adapters.bounces.letter import header, parts_of, usable_address

_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_ARRIVED = ("delivered", "relayed", "expanded")
_TYPES = ("message/delivery-status", "message/global-delivery-status")


@dataclass(frozen=True, slots=True)
class Reported:
    """One recipient of a notification. `diagnostic` is what servers said, with their comments."""

    recipient: str
    arrived: bool
    delayed: bool
    status: str
    diagnostic: str


def reported_in(letter: Message) -> list[Reported]:
    """Every recipient of a notification in the mail: reached, not reached, or not yet."""
    found: dict[str, Reported] = {}
    for part in parts_of(letter):
        if part.get_content_type() in _TYPES:
            for block in _blocks(part):
                one = _reported(block)
                if one is not None:
                    found.setdefault(one.recipient, one)
    return list(found.values())


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields; the standard library splits them for the older type only."""
    payload = part.get_payload()
    inside = (
        [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    )
    if part.get_content_type() == _TYPES[0]:
        yield from inside
        return
    for one in inside:
        whole = one.as_bytes().decode("utf-8", errors="replace")
        for text in re.split(r"\r?\n\r?\n", whole):
            yield HeaderParser().parsestr(text)


def _reported(block: Message) -> Reported | None:
    if not (block["Final-Recipient"] or block["Original-Recipient"]):
        return None
    action = header(block, "Action").lower()
    told = header(block, "Status")
    status = _STATUS.search(told)
    fields = ("Diagnostic-Code", "X400-Supplementary-Info")
    comment = told.replace(status[0], "", 1) if status else told
    words = [comment, *(header(block, field) for field in fields)]
    return Reported(
        recipient=_recipient(block),
        arrived=action.startswith(_ARRIVED) or bool(status and status[0].startswith("2.")),
        delayed=action.startswith("delayed"),
        status=status[0] if status else "",
        diagnostic=" ".join(word for word in words if word),
    )


def _recipient(block: Message) -> str:
    """The address as it was given to the server, or as it ended; without one of ours, nothing."""
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, rest = header(block, name).rpartition(";")
        if kind.strip().lower() in ("", "rfc822", "utf-8", "smtp"):
            found = usable_address(re.sub(r"\s*\(.*\)\s*$", "", rest))
            if found:
                return found
    return ""
