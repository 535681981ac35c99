"""The mailer: several requests at once; messages are made in the caller's thread, at SES's pace."""

from collections.abc import Iterable, Iterator

from omroeper.adapters.ses.client import SesClient
from omroeper.adapters.ses.lines import Lines
from omroeper.adapters.ses.replies import QUOTA, Reply, beyond_ascii
from omroeper.adapters.ses.standing import Standing
from omroeper.adapters.ses.tempo import Tempo
from omroeper.domain.delivery import Attempt
from omroeper.domain.errors import SendingError
from omroeper.domain.mail_account import MailAccount
from omroeper.ports import OutgoingMail
from omroeper.settings import SesSettings

UNKNOWN_RATE = 14.0
"""Messages a second where it cannot be asked: what AWS gives an account that leaves the sandbox."""


class SesMailer:
    """Fulfils ports.Mailer. One recipient a message and one request, always."""

    def __init__(self, settings: SesSettings, *, timeout_seconds: float = 60) -> None:
        """Raises SettingsError when what it needs is not installed."""
        self._settings = settings
        self._client = SesClient(settings, timeout_seconds)
        self._tempo: Tempo | None = None

    @property
    def description(self) -> str:
        return f"mailed through Amazon SES in {self._settings.region}"

    def account(self) -> MailAccount | None:
        """What SES says of the account; None when it cannot be asked. Raises SendingError."""
        return self._client.account()

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        """One Attempt each, as they come; raises SendingError when SES takes nothing of us.

        What is raised, is raised after the attempts of all that was on its way.
        """
        self._tempo = self._tempo or Tempo(self._allowed_rate())
        return self._attempts(iter(messages), self._tempo)

    def close(self) -> None:
        self._client.close()

    def _attempts(self, messages: Iterator[OutgoingMail], tempo: Tempo) -> Iterator[Attempt]:
        standing = Standing(self._thing)
        failure: Exception | None = None
        more = True
        with Lines(self._ask, self._settings.connections) as lines:
            while more or lines.busy:
                try:
                    more = more and _fill(lines, messages, tempo)
                except Exception as error:  # of who makes the messages; what is on its way goes on
                    failure, more = error, False
                pause = tempo.wait() if more and lines.free else None
                for delivery, reply in lines.answers(pause):
                    tempo.heard(reply.verdict)
                    yield from standing.weigh(delivery, reply)
                more = more and standing.stop is None
        standing.end()
        if standing.stop is not None:
            raise standing.stop from failure
        if failure is not None:
            raise failure

    def _ask(self, message: OutgoingMail) -> Reply:
        return beyond_ascii(message) or self._client.send(message)

    def _allowed_rate(self) -> float:
        """Messages a second; raises SendingError when the account may not send."""
        account = self._client.account()
        if account is None:
            return UNKNOWN_RATE
        if not account.enabled:
            remedy = "Ask AWS why, or resume sending in the SES console."
            raise SendingError("may not send: it is paused", thing=self._thing, remedy=remedy)
        if account.left < 1:
            told = f"has sent its {account.per_day:.0f} messages of these 24 hours"
            raise SendingError(told, thing=self._thing, remedy=QUOTA)
        return account.per_second

    @property
    def _thing(self) -> str:
        return f"the Amazon SES account in {self._settings.region}"


def _fill(lines: Lines, messages: Iterator[OutgoingMail], tempo: Tempo) -> bool:
    """Give each free line a message, if one may go now; False when there are no more."""
    while lines.free and tempo.wait() == 0:
        message = next(messages, None)
        if message is None:
            return False
        tempo.went()
        lines.put(message)
    return True
