"""The JSON that SNS posts, and the bytes of it that are signed."""

import base64
import binascii
import json
from dataclasses import dataclass

NOTIFICATION = "Notification"
CONFIRMATION = "SubscriptionConfirmation"
FAREWELL = "UnsubscribeConfirmation"
_ASKS = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    CONFIRMATION: _ASKS,
    FAREWELL: _ASKS,
}
_NEEDED = ("Message", "MessageId", "Timestamp", "TopicArn", "Type", "SignatureVersion",
           "Signature", "SigningCertURL")  # fmt: skip


class Malformed(ValueError):
    """It is not what SNS posts."""


@dataclass(frozen=True, slots=True)
class SnsMessage:
    """One message, whoever sent it: nothing of it is proven yet."""

    kind: str
    topic: str
    text: str
    subscribe_url: str
    certificate_url: str
    version: str
    signature: bytes
    signed: bytes

    @property
    def asks_to_confirm(self) -> bool:
        return self.kind == CONFIRMATION

    @property
    def says_farewell(self) -> bool:
        return self.kind == FAREWELL


def read_message(body: bytes) -> SnsMessage:
    """The message in a request's body; raises Malformed."""
    try:
        told = json.loads(body)
        fields = {name: _text(told, name) for name in _NEEDED}
        signed = _SIGNED[fields["Type"]]
        # A Subject is signed when it is there; the others always are.
        lines = [f"{one}\n{_text(told, one)}\n" for one in signed
                 if one != "Subject" or told.get("Subject") is not None]  # fmt: skip
        return SnsMessage(
            kind=fields["Type"],
            topic=fields["TopicArn"],
            text=fields["Message"],
            subscribe_url=_text(told, "SubscribeURL") if "SubscribeURL" in signed else "",
            certificate_url=fields["SigningCertURL"],
            version=fields["SignatureVersion"],
            signature=base64.b64decode(fields["Signature"], validate=True),
            signed="".join(lines).encode(),
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as cause:
        raise Malformed("this is no message of SNS") from cause


def _text(told: dict[str, object], name: str) -> str:
    value = told[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
