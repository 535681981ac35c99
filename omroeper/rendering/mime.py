"""The mail as bytes: built once for a campaign, then only the recipient's own parts differ.

Headers follow RFC 5322, List-ID RFC 2919, one-click unsubscribe RFC 8058 and RFC 2369.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import cached_property, lru_cache

from omroeper.domain.delivery import TOKEN_PLACEHOLDER, Delivery
from omroeper.domain.edition import RenderedEdition
from omroeper.domain.errors import RenderingError
from omroeper.domain.verp import ReturnPath
from omroeper.rendering.dkim import DkimSigner
from omroeper.rendering.master_copy import (
    Field,
    MasterCopy,
    header_fields,
    master_copy,
    unbroken,
    undotted,
)
from omroeper.rendering.recipient import (
    ascii_domain,
    checked_message_id,
    checked_recipient,
    checked_token,
)

__all__ = ["Message", "MessageBuilder", "Sender", "ascii_domain"]

# A List-Unsubscribe address of 77 characters or more would become an encoded word, and break.
_POLICY = SMTP.clone(max_line_length=998)
# Of encoded lines: 76 (RFC 2045, §6.7), and room to encode a dot that a line would start with.
_BODIES = SMTP.clone(max_line_length=74)


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom the newsletter comes; the addresses are the organisation's own."""

    name: str
    address: str
    reply_to: str
    list_name: str
    list_id: str
    mail_domain: str


@dataclass(frozen=True, slots=True)
class Message:
    """One copy, ready for the wire: RFC 5322 bytes with CRLF, and its envelope.

    `dotted` is whether a line may start with a dot; who knows that none does, spares looking.
    """

    delivery: int
    sender: str
    recipient: str
    content: bytes
    dotted: bool = True


class MessageBuilder:
    """Builds the copies of one campaign from one rendered edition."""

    def __init__(
        self,
        rendered: RenderedEdition,
        sender: Sender,
        *,
        campaign: str,
        web_url: str,
        return_path: ReturnPath | None = None,
        signer: DkimSigner | None = None,
    ) -> None:
        if TOKEN_PLACEHOLDER not in rendered.html or TOKEN_PLACEHOLDER not in rendered.text:
            raise RenderingError(
                "the mail has no place for the recipient's own unsubscribe link",
                thing=campaign,
                remedy="Put the unsubscribe link back into the templates (html and text).",
            )
        self._rendered = rendered
        self._sender = sender
        self._campaign = campaign
        self._web_url = web_url
        self._return_path = return_path
        self._signer = signer

    def message_for(self, delivery: Delivery, at: datetime) -> Message:
        """The copy of one delivery; `at` is its Date. Raises RenderingError for who cannot be mailed."""
        recipient, token = checked_recipient(delivery), checked_token(delivery)
        own = {
            b"to": b"To: " + recipient.encode(),
            b"date": _date_field(at),
            b"message-id": b"Message-ID: " + checked_message_id(delivery),
        }
        master = self._master
        content = self._signed(master.fields_for(token, own), master.body.with_token(token), at)
        return Message(
            delivery.id, self._envelope_sender(delivery), recipient, content, master.dotted
        )

    def proof_for(self, delivery: Delivery, at: datetime, readers: str = "") -> Message:
        """The same mail as a proof for a colleague: marked, and without a list's headers.

        `readers` names the segment whose variant it is.
        """
        mark = f"[Proef: {readers}]" if readers else "[Proef]"
        message = self._begun(delivery, at, f"{mark} {self._rendered.subject}")
        message["X-Omroeper-Test"] = self._campaign
        self._add_body(message, delivery)
        head, _, body = message.as_bytes(policy=_POLICY).partition(b"\r\n\r\n")
        return Message(
            delivery=delivery.id,
            sender=self._sender.address,
            recipient=ascii_domain(delivery.address),
            content=self._signed(header_fields(head), body, at),
        )

    @cached_property
    def _master(self) -> MasterCopy:
        """The mail with placeholders for what is a reader's own."""
        nobody = Delivery(
            0, self._campaign, "", self._sender.address, TOKEN_PLACEHOLDER, "<0@omroeper.invalid>"
        )
        message = self._begun(nobody, datetime.fromtimestamp(0, UTC), self._rendered.subject)
        self._add_list_headers(message, nobody)
        self._add_body(message, nobody)
        message.set_boundary(self._boundary)
        content = message.as_bytes(policy=_POLICY)
        unbroken(header_fields(content.partition(b"\r\n\r\n")[0]), b"list-unsubscribe")
        return master_copy(undotted(content))

    @property
    def _boundary(self) -> str:
        """The same for each copy and each worker; `=_` stands in no quoted-printable text."""
        told = f"{self._rendered.text}\0{self._rendered.html}".encode()
        return f"=_{hashlib.sha256(told).hexdigest()[:40]}"

    def _envelope_sender(self, delivery: Delivery) -> str:
        if self._return_path is None:
            return self._sender.address
        return self._return_path.address_for(delivery.id)

    def _signed(self, fields: Sequence[Field], body: bytes, at: datetime) -> bytes:
        signatures = self._signer.signatures(fields, body, at) if self._signer else []
        head = b"\r\n".join([*signatures, *(field for _, field in fields)])
        return head + b"\r\n\r\n" + body

    def _begun(self, delivery: Delivery, at: datetime, subject: str) -> EmailMessage:
        message = EmailMessage(policy=_BODIES)
        message["From"] = formataddr((self._sender.name, self._sender.address))
        message["To"] = delivery.address
        message["Subject"] = subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = delivery.message_id
        if self._sender.reply_to:
            message["Reply-To"] = self._sender.reply_to
        return message

    def _add_list_headers(self, message: EmailMessage, delivery: Delivery) -> None:
        leave = f"{self._web_url}/afmelden/{delivery.token}"
        by_mail = f"mailto:{self._sender.address}?subject=afmelden%20{delivery.token}"
        message["List-ID"] = f"{self._sender.list_name} <{self._sender.list_id}>"
        message["List-Unsubscribe"] = f"<{leave}>, <{by_mail}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Feedback-ID"] = f"{self._campaign}:nieuwsbrief:{self._sender.mail_domain}:omroeper"

    def _add_body(self, message: EmailMessage, delivery: Delivery) -> None:
        text = self._rendered.text.replace(TOKEN_PLACEHOLDER, delivery.token)
        html = self._rendered.html.replace(TOKEN_PLACEHOLDER, delivery.token)
        # 8bit is not allowed for lines over 998 octets, and MJML writes one long line.
        message.set_content(text, charset="utf-8", cte="quoted-printable")
        message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")


@lru_cache(maxsize=8)  # the copies of a chunk have one Date
def _date_field(at: datetime) -> bytes:
    return b"Date: " + format_datetime(at).encode()
