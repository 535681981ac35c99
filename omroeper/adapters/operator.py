"""Telling the operator: a mail to the address of the settings, and always a line in the log."""

import logging
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from omroeper.domain.delivery import Outcome
from omroeper.domain.errors import SendingError
from omroeper.domain.letter import Letter
from omroeper.ports import Mailer, OutgoingMail
from omroeper.rendering.mime import Message, ascii_domain

_log = logging.getLogger("omroeper.operator")
_TOLD = (Outcome.ACCEPTED, Outcome.UNCERTAIN)


class LogNotifier:
    """Fulfils ports.Notifier where no operator's address is set: the log is all there is."""

    def notify(self, notice: Letter, at: datetime) -> bool:  # noqa: ARG002
        _log.warning("%s\n%s", notice.subject, notice.text)
        return True


class MailNotifier:
    """Fulfils ports.Notifier through a Mailer. A mail that fails is logged and not told."""

    def __init__(self, mailer: Mailer, *, sender: str, operator: str) -> None:
        self._mailer = mailer
        self._sender = sender
        self._operator = operator

    def notify(self, notice: Letter, at: datetime) -> bool:
        _log.warning("%s\n%s", notice.subject, notice.text)
        try:
            (attempt,) = self._mailer.send([self._message(notice, at)])
        except SendingError as error:
            _log.error("the operator was not told: %s", error.sentence)
            return False
        if attempt.outcome not in _TOLD:
            _log.error("the operator was not told: %s", attempt.reply)
        return attempt.outcome in _TOLD

    def _message(self, notice: Letter, at: datetime) -> OutgoingMail:
        """Plain text; Auto-Submitted (RFC 3834) keeps absence notices from answering it."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = self._operator
        message["Subject"] = notice.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notice.text, charset="utf-8", cte="quoted-printable")
        return Message(
            delivery=int(at.timestamp()),
            sender=self._sender,
            recipient=ascii_domain(self._operator),
            content=message.as_bytes(),
        )
