"""An SNS topic on this machine: signs its messages as SNS does, with a certificate of its own making."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import NameOID

from omroeper.demo.ses_messages import Taken

TOPIC = "arn:aws:sns:eu-central-1:123456789012:nieuwsbrief"
HOST = "https://sns.eu-central-1.amazonaws.com"
CERTIFICATE_URL = f"{HOST}/SimpleNotificationService-{'0123456789abcdef' * 2}.pem"
_NEVER_SIGNED = ("SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL")


@dataclass(slots=True)
class SnsSimulator:
    """`fetched` are the addresses that were asked of it; `name` stands in its certificate."""

    name: str = "sns.amazonaws.com"
    valid_days: int = 365
    fetched: list[str] = field(default_factory=list)
    reachable: bool = True
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def fetch(self, url: str) -> bytes:
        """Stands in for the network."""
        self.fetched.append(url)
        if not self.reachable:
            raise ConnectionError(url)
        return self._certificate() if url == CERTIFICATE_URL else b"<ConfirmSubscriptionResponse/>"

    def notification(self, event: dict[str, Any] | str, version: str = "1", **other: str) -> bytes:
        """A Notification as it is posted."""
        text = event if isinstance(event, str) else json.dumps(event)
        unsubscribe = f"{HOST}/?Action=Unsubscribe&SubscriptionArn={TOPIC}:1"
        return self.posted(
            {"Type": "Notification", "Message": text, "UnsubscribeURL": unsubscribe, **other},
            version,
        )

    def confirmation(self, version: str = "1", **other: str) -> bytes:
        """A SubscriptionConfirmation as it is posted."""
        asked = f"{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=0123"
        told = f"You have chosen to subscribe to the topic {TOPIC}."
        return self.posted(
            {"Type": "SubscriptionConfirmation", "Message": told, "Token": "0123",
             "SubscribeURL": asked, **other}, version)  # fmt: skip

    def posted(self, fields: dict[str, str], version: str) -> bytes:
        told = {
            "MessageId": str(uuid4()),
            "TopicArn": TOPIC,
            "Timestamp": datetime.now(UTC).isoformat(),
            "SigningCertURL": CERTIFICATE_URL,
            **fields,
        }
        lines = "".join(f"{name}\n{told[name]}\n" for name in sorted(told)
                        if name not in _NEVER_SIGNED)  # fmt: skip
        algorithm = hashes.SHA1() if version == "1" else hashes.SHA256()  # noqa: S303
        signature = self.key.sign(lines.encode(), PKCS1v15(), algorithm)
        told |= {"SignatureVersion": version, "Signature": base64.b64encode(signature).decode()}
        return json.dumps(told).encode()

    def _certificate(self) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        began = datetime(2020, 1, 1, tzinfo=UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(began)
            .not_valid_after(began + timedelta(days=self.valid_days))
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)


def event_about(taken: Taken, kind: str, part: dict[str, Any] | None = None) -> dict[str, Any]:
    """What SES publishes of a message it took (docs…/event-publishing-retrieving-sns-examples.html)."""
    mail = {
        "timestamp": "2024-10-15T08:00:02.012Z",
        "messageId": taken.message_id,
        "source": "desk@omroeper.example",
        "destination": [taken.recipient],
        "headersTruncated": False,
        "headers": [{"name": name, "value": value} for name, value in taken.headers],
        "tags": taken.tags,
    }
    names = {"DeliveryDelay": "deliveryDelay"}
    return {"eventType": kind, "mail": mail, names.get(kind, kind.lower()): part or {}}


def bounce_of(
    taken: Taken, kind: str = "Permanent", subtype: str = "General", **person: str
) -> dict[str, Any]:
    """A Bounce event; `person` holds action, status and diagnosticCode as the server told them."""
    return event_about(
        taken,
        "Bounce",
        {
            "bounceType": kind,
            "bounceSubType": subtype,
            "bouncedRecipients": [{"emailAddress": taken.recipient, **person}],
            "timestamp": "2024-10-15T08:00:04.000Z",
            "feedbackId": f"{taken.message_id}-bounce",
        },
    )


def complaint_of(taken: Taken, feedback: str | None = "abuse") -> dict[str, Any]:
    """A Complaint event; many providers give no kind of feedback."""
    part: dict[str, Any] = {
        "complainedRecipients": [{"emailAddress": taken.recipient}],
        "timestamp": "2024-10-16T08:00:04.000Z",
        "feedbackId": f"{taken.message_id}-complaint",
    }
    return event_about(
        taken, "Complaint", part | ({"complaintFeedbackType": feedback} if feedback else {})
    )
