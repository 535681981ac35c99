"""The mail as bytes: built once for a campaign, then only the recipient's own parts differ.

Headers follow RFC 5322, List-ID RFC 2919, one-click unsubscribe RFC 8058 and RFC 2369.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

import idna

from omroeper.domain.delivery import TOKEN_PLACEHOLDER, Delivery
from omroeper.domain.edition import RenderedEdition
from omroeper.domain.errors import RenderingError

# A List-Unsubscribe address of 77 characters or more would become an encoded word, and break.
_POLICY = SMTP.clone(max_line_length=998)
_BODIES = SMTP.clone(max_line_length=76)  # of encoded lines (RFC 2045, §6.7)


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
    """One copy, ready for the wire: RFC 5322 bytes with CRLF, and its envelope."""

    delivery: int
    sender: str
    recipient: str
    content: bytes


class MessageBuilder:
    """Builds the copies of one campaign from one rendered edition."""

    def __init__(
        self, rendered: RenderedEdition, sender: Sender, *, campaign: str, web_url: str
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

    def message_for(self, delivery: Delivery, at: datetime) -> Message:
        """The copy of one delivery; `at` is its Date."""
        message = self._begun(delivery, at, self._rendered.subject)
        self._add_list_headers(message, delivery)
        return self._ended(message, delivery)

    def proof_for(self, delivery: Delivery, at: datetime, readers: str = "") -> Message:
        """The same mail as a proof for a colleague: marked, and without a list's headers.

        `readers` names the segment whose variant it is.
        """
        mark = f"[Proef: {readers}]" if readers else "[Proef]"
        message = self._begun(delivery, at, f"{mark} {self._rendered.subject}")
        message["X-Omroeper-Test"] = self._campaign
        return self._ended(message, delivery)

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

    def _ended(self, message: EmailMessage, delivery: Delivery) -> Message:
        self._add_body(message, delivery)
        return Message(
            delivery=delivery.id,
            sender=self._sender.address,
            recipient=ascii_domain(delivery.address),
            content=message.as_bytes(policy=_POLICY),
        )

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


def ascii_domain(address: str) -> str:
    """The address with its domain in ASCII (IDNA 2008, UTS 46), as the envelope needs it."""
    local, _, host = address.rpartition("@")
    try:
        return f"{local}@{idna.encode(host, uts46=True).decode()}"
    except idna.IDNAError as cause:
        raise RenderingError(
            "the domain of a recipient's address is not a domain name",
            thing="address",
            remedy="Mend or remove that subscriber.",
        ) from cause
