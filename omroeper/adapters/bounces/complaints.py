"""Complaints: feedback reports (ARF, RFC 5965), and Microsoft's own form of them (JMRP)."""

from email.message import Message

from omroeper.adapters.bounces.letter import addresses_in, header, parts_of

_COMPLAINTS = ("abuse", "fraud", "opt-out", "opt-out-list")
_MICROSOFT = "X-HmXmrOriginalRecipient"


def complainer_in(letter: Message) -> str | None:
    """Who complained, as far as the report says; '' where it is hidden; None when none did.

    A report of another kind (a failed signature, "this is no spam") is no complaint.
    """
    for part in parts_of(letter):
        if part.get_content_type() == "message/feedback-report":
            return _complainer(part)
        if part is not letter and part[_MICROSOFT]:
            return _named(header(part, _MICROSOFT))
    return None


def is_feedback(letter: Message) -> bool:
    """Whether it is a feedback report, of whatever kind."""
    return any(part.get_content_type() == "message/feedback-report" for part in parts_of(letter))


def _complainer(part: Message) -> str | None:
    payload = part.get_payload()
    fields = payload[0] if isinstance(payload, list) and payload else None
    if (
        not isinstance(fields, Message)
        or header(fields, "Feedback-Type").lower() not in _COMPLAINTS
    ):
        return None
    return _named(header(fields, "Original-Rcpt-To"), header(fields, "Removal-Recipient"))


def _named(*values: str) -> str:
    """The address, unless the provider put something else in its place."""
    return next((one for one in addresses_in(*values) if "redacted" not in one.lower()), "")
