"""A message as the wire needs it: the commands of its envelope, and its dot-stuffed content."""

import re
import smtplib
from dataclasses import dataclass

from omroeper.adapters.smtp.replies import GO_ON, Reply
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.ports import OutgoingMail

_SAYABLE = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Command:
    """One line to the relay, with its CRLF."""

    verb: str
    line: bytes

    def agrees(self, reply: Reply) -> bool:
        """Whether this reply lets the dialogue go on."""
        return reply.code == GO_ON if self.verb == "DATA" else reply.yes


_RESET = Command("RSET", b"RSET\r\n")
_DATA = Command("DATA", b"DATA\r\n")


def commands_for(
    message: OutgoingMail, session: smtplib.SMTP, *, reset: bool
) -> tuple[Command, ...]:
    """MAIL, RCPT and DATA; a RSET before them ends a transaction that was broken off."""
    options = ""
    if session.has_extn("size"):
        options += f" SIZE={len(message.content)}"  # RFC 1870
    if _beyond_ascii(message):
        options += " SMTPUTF8"  # RFC 6531
    envelope = (
        Command("MAIL", f"MAIL FROM:<{message.sender}>{options}\r\n".encode()),
        Command("RCPT", f"RCPT TO:<{message.recipient}>\r\n".encode()),
        _DATA,
    )
    return (_RESET, *envelope) if reset else envelope


def unsayable(message: OutgoingMail, session: smtplib.SMTP) -> Attempt | None:
    """Why this envelope cannot be said to this relay: nothing that ends a command goes in one."""
    if not (_SAYABLE.fullmatch(message.sender) and _SAYABLE.fullmatch(message.recipient)):
        problem = "an address with a character that mail does not allow"
        return Attempt(message.delivery, Outcome.REFUSED, problem)
    if _beyond_ascii(message) and not session.has_extn("smtputf8"):
        problem = "the relay does not take addresses with letters beyond ASCII"
        return Attempt(message.delivery, Outcome.REFUSED, problem)
    return None


def wire_form(message: OutgoingMail) -> bytes:
    """The content and its final dot; a line that starts with a dot gets another (§4.5.2)."""
    content = _stuffed(message.content) if message.dotted else message.content
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def _stuffed(content: bytes) -> bytes:
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _beyond_ascii(message: OutgoingMail) -> bool:
    return not (message.recipient.isascii() and message.sender.isascii())
