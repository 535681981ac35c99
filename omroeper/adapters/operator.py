"""Telling the desk's own people by mail: the operator of the settings, and colleagues of the team."""

import logging
from datetime import datetime

from omroeper.domain.delivery import Outcome
from omroeper.domain.errors import SendingError
from omroeper.domain.health import Notice
from omroeper.domain.team import Person
from omroeper.ports import Mailer
from omroeper.rendering.notice import notice_mail

_log = logging.getLogger("omroeper.operator")
_TOLD = (Outcome.ACCEPTED, Outcome.UNCERTAIN)


class LogNotifier:
    """Fulfils ports.Notifier where no operator's address is set: the log is all there is."""

    def notify(self, notice: Notice, at: datetime) -> bool:  # noqa: ARG002
        _log.warning("%s\n%s", notice.subject, notice.text)
        return True


class MailNotifier:
    """Fulfils ports.Notifier through a Mailer. A mail that fails is logged and not told."""

    def __init__(self, mailer: Mailer, *, sender: str, operator: str) -> None:
        self._mailer = mailer
        self._sender = sender
        self._operator = operator

    def notify(self, notice: Notice, at: datetime) -> bool:
        _log.warning("%s\n%s", notice.subject, notice.text)
        return _send(self._mailer, notice, self._sender, self._operator, "the operator", at)


class MailMessenger:
    """Fulfils ports.Messenger through a Mailer; the log names the colleague by id only."""

    def __init__(self, mailer: Mailer, *, sender: str) -> None:
        self._mailer = mailer
        self._sender = sender

    def tell(self, person: Person, notice: Notice, at: datetime) -> bool:
        return _send(self._mailer, notice, self._sender, person.address, person.id, at)


def _send(
    mailer: Mailer, notice: Notice, sender: str, recipient: str, who: str, at: datetime
) -> bool:
    """Hand one notice over; a failure is logged, and gives False."""
    mail = notice_mail(notice, sender=sender, recipient=recipient, at=at)
    try:
        (attempt,) = mailer.send([mail])
    except SendingError as error:
        _log.error("%s was not told: %s", who, error.sentence)
        return False
    if attempt.outcome not in _TOLD:
        _log.error("%s was not told: %s", who, attempt.reply)
    return attempt.outcome in _TOLD
