"""The mailer: one connection in the caller's own thread, or several, each in a thread of its own."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator

from omroeper.adapters.smtp.dialogue import Dialogue
from omroeper.adapters.smtp.line import Line
from omroeper.adapters.smtp.opening import open_session
from omroeper.adapters.smtp.several import over_several
from omroeper.domain.delivery import Attempt
from omroeper.ports import OutgoingMail
from omroeper.settings import SmtpSettings

_log = logging.getLogger("omroeper.smtp")
IDLE_SECONDS = 30
"""A session that waited longer is not used again: relays close them after a minute or more."""


class SmtpMailer:
    """Fulfils ports.Mailer. One recipient a message, always.

    Sessions are kept for the next call, so that batches do not pay for TLS and AUTH each time;
    `close` ends them.
    """

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        timeout_seconds: float = 60,
        final_seconds: float | None = None,
    ) -> None:
        """`final_seconds` is how long the reply to a whole message may take; unset, as any other."""
        self._settings = settings
        self._timeout = timeout_seconds
        self._final = final_seconds or timeout_seconds
        self._idle: list[Dialogue] = []
        self._guard = threading.Lock()
        self._grouped = True

    @property
    def description(self) -> str:
        return f"mailed through {self._settings.host}:{self._settings.port}"

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        """One Attempt each, as they come; raises SendingError when the relay cannot be used at all.

        What is raised, is raised after the attempts of all that was on its way.
        """
        if self._settings.connections == 1:
            return Line(self, _OneByOne(iter(messages))).attempts()
        return over_several(self, self._settings.connections, iter(messages))

    def close(self) -> None:
        """End the sessions that were kept."""
        while (kept := self._take_idle()) is not None:
            kept.close(politely=True)

    def take_session(self) -> tuple[Dialogue, bool]:
        """A session, and whether it is fresh; raises SendingError."""
        while (kept := self._take_idle()) is not None:
            if not self.is_spent(kept) and time.monotonic() - kept.last_used < IDLE_SECONDS:
                return kept, False
            kept.close(politely=True)
        dialogue = Dialogue(
            open_session(self._settings, self._timeout),
            timeout_seconds=self._timeout,
            final_seconds=self._final,
            grouped=self._grouped,
        )
        return dialogue, True

    def give_back(self, dialogue: Dialogue) -> None:
        """Keep a session for later, unless it is closed or has had its share of messages."""
        if dialogue.distrusted and self._grouped:
            self._grouped = False
            _log.warning("the relay offers PIPELINING and does not keep to it: going on without")
        if self.is_spent(dialogue):
            dialogue.close(politely=True)
        if not dialogue.closed:
            with self._guard:
                self._idle.append(dialogue)

    def is_spent(self, dialogue: Dialogue, more: int = 0) -> bool:
        """Whether a session has had its share of messages, or will have with this many more."""
        most = self._settings.messages_per_connection
        return bool(most) and dialogue.handed_over + more >= most

    def _take_idle(self) -> Dialogue | None:
        with self._guard:
            return self._idle.pop() if self._idle else None


class _OneByOne:
    """Messages made when their turn has come: none is taken before the last one has its answer."""

    def __init__(self, messages: Iterator[OutgoingMail]) -> None:
        self._messages = messages

    def take(self) -> OutgoingMail | None:
        return next(self._messages, None)

    def take_ready(self) -> None:
        return None
