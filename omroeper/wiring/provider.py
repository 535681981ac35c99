"""Amazon SES beside sending: what the account may send, and what it posts to the desk through SNS."""

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from omroeper.domain.mail_account import MailAccount
from omroeper.domain.mail_news import Hearing
from omroeper.services.mail_news import take_news
from omroeper.wiring.parts import Parts

if TYPE_CHECKING:
    from omroeper.adapters.sns import SnsMessage, SnsTopic

_log = logging.getLogger("omroeper.webhooks")
_GREETING = "Successfully validated SNS topic"
"""With this SES tries a topic out when it is chosen."""


class ProviderSteps(Parts):
    def mail_account(self) -> MailAccount | None:
        """What the account may send; None when it cannot be asked. Raises SendingError."""
        from omroeper.adapters.ses import SesMailer

        return self.mailer.account() if isinstance(self.mailer, SesMailer) else None

    @cached_property
    def ses_topic(self) -> "SnsTopic | None":
        """The topic of the settings; None without one."""
        from omroeper.adapters.sns import SnsTopic

        chosen = self.settings.ses_topic
        return SnsTopic(chosen) if chosen else None

    def hear_ses(self, body: bytes) -> Hearing | None:
        """Take one notification; what is not proven to be of our topic does nothing. None: no topic."""
        if self.ses_topic is None:
            return None
        from omroeper.adapters.sns import Forged, Unchecked

        try:
            self._heard(self.ses_topic, self.ses_topic.proven(body, self.clock.now()))
        except Forged as refused:
            return _not_taken(refused, Hearing.FORGED)
        except ValueError as refused:
            return _not_taken(refused, Hearing.MALFORMED)
        except Unchecked as refused:
            return _not_taken(refused, Hearing.NOT_NOW)
        return Hearing.HEARD

    def _heard(self, topic: "SnsTopic", message: "SnsMessage") -> None:
        if message.asks_to_confirm:
            topic.confirm(message)
            _log.info("SNS tells from now on what becomes of mail")
        elif message.says_farewell:
            _log.warning("SNS tells no more what becomes of mail: its subscription was ended")
        elif not message.text.startswith(_GREETING):
            self._take_event(message.text)

    def _take_event(self, event: str) -> None:
        from omroeper.adapters.ses.events import read_event

        path = self.settings.return_path
        news = read_event(event, path.delivery_of if path else lambda _: None)
        if news.follows_readers:
            _log.warning("SES counts opens and clicks: end that in the configuration set")
        take_news(self.store, news, self.settings.bounces.rules, self.clock.now())


def _not_taken(refused: Exception, hearing: Hearing) -> Hearing:
    _log.warning("a notification of SNS was not taken: %s", refused)
    return hearing
