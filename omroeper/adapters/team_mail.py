"""Mail to the people of the team, through the same mailer as everything else."""

import hashlib
import logging
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid

from omroeper.domain.delivery import Outcome
from omroeper.domain.errors import SendingError
from omroeper.domain.letter import Letter
from omroeper.domain.team import Person
from omroeper.ports import Mailer, OutgoingMail
from omroeper.rendering.mime import Message, ascii_domain

_log = logging.getLogger("omroeper.team")
_POLICY = SMTP.clone(max_line_length=998)  # a subject stays on its line
_TOLD = (Outcome.ACCEPTED, Outcome.UNCERTAIN)


class TeamMail:
    """Fulfils ports.Correspondent. A mail that fails is logged by the person's id, never the address."""

    def __init__(self, mailer: Mailer, *, sender: str, sender_name: str, reply_to: str) -> None:
        self._mailer = mailer
        self._sender = sender
        self._sender_name = sender_name
        self._reply_to = reply_to

    def write(self, person: Person, letter: Letter, at: datetime) -> bool:
        try:
            (attempt,) = self._mailer.send([self._message(person, letter, at)])
        except SendingError as error:
            _log.error("%s was not written to: %s", person.id, error.sentence)
            return False
        if attempt.outcome not in _TOLD:
            _log.error("%s was not written to: %s", person.id, attempt.outcome.value)
        return attempt.outcome in _TOLD

    def _message(self, person: Person, letter: Letter, at: datetime) -> OutgoingMail:
        """Auto-Submitted (RFC 3834) keeps absence notices from answering it."""
        message = EmailMessage(policy=_POLICY)
        message["From"] = formataddr((self._sender_name, self._sender))
        message["To"] = formataddr((person.name, person.address))
        message["Reply-To"] = self._reply_to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
        for attached in letter.attachments:
            kind, _, subtype = attached.media_type.partition("/")
            message.add_attachment(
                attached.content, maintype=kind, subtype=subtype, filename=attached.name
            )
        return Message(
            delivery=_number(person, letter, at),
            sender=self._sender,
            recipient=ascii_domain(person.address),
            content=message.as_bytes(),
        )


def _number(person: Person, letter: Letter, at: datetime) -> int:
    """A number of its own for each mail: the outbox names its files by it."""
    told = f"{person.id}|{letter.subject}|{at.isoformat()}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:7], "big")
