"""One line to the relay: messages one after another, over as many sessions as that takes."""

from collections.abc import Iterator
from typing import Protocol

from omroeper.adapters.smtp.dialogue import Dialogue
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.ports import OutgoingMail


class Sessions(Protocol):
    """Gives sessions, kept or fresh (then True), and takes them back."""

    def take_session(self) -> tuple[Dialogue, bool]: ...
    def give_back(self, dialogue: Dialogue) -> None: ...
    def is_spent(self, dialogue: Dialogue, more: int = 0) -> bool: ...


class Waiting(Protocol):
    """The messages to send. `take` waits for one, None is the end; `take_ready` does not wait."""

    def take(self) -> OutgoingMail | None: ...
    def take_ready(self) -> OutgoingMail | None: ...


class Line:
    """`held` is the message taken that has no attempt yet: the relay certainly has nothing of it."""

    def __init__(self, sessions: Sessions, waiting: Waiting) -> None:
        self._sessions = sessions
        self._waiting = waiting
        self._dialogue: Dialogue | None = None
        self.held: OutgoingMail | None = None

    def attempts(self) -> Iterator[Attempt]:
        """One attempt a message, in order; raises SendingError when no session can be opened."""
        try:
            while (message := self._waiting.take()) is not None:
                self.held = message
                refused = self._offered(message)
                while refused is None and self._dialogue is not None and self.held is not None:
                    attempt, refused, lost = self._handed_over(self._dialogue, self.held)
                    yield attempt
                    if self.held is not None and lost:
                        refused = self._offered(self.held)
                if refused is not None:
                    self.held = None
                    yield refused
        finally:
            self._leave()

    def _handed_over(
        self, dialogue: Dialogue, message: OutgoingMail
    ) -> tuple[Attempt, Attempt | None, bool]:
        """A message's attempt, what became of the offer of the next, and whether that was lost."""
        following = dialogue.grouped and not self._sessions.is_spent(dialogue, more=1)
        follower = self._waiting.take_ready() if following else None
        attempt, verdict = dialogue.hand_over(message, follower)
        self.held = follower
        lost = dialogue.closed and verdict is not None and verdict.outcome is Outcome.RETRY
        if dialogue.closed or self._sessions.is_spent(dialogue):
            self._leave()
        return attempt, verdict, lost

    def _offered(self, message: OutgoingMail) -> Attempt | None:
        """None when the relay waits for the message. A kept session may have died of old age."""
        while True:
            fresh = False
            if self._dialogue is None:
                self._dialogue, fresh = self._sessions.take_session()
            attempt = self._dialogue.offer(message)
            lost = self._dialogue.closed
            if lost:
                self._leave()
            if fresh or not lost or (attempt is not None and attempt.outcome is not Outcome.RETRY):
                return attempt

    def _leave(self) -> None:
        """Give the session back; one that waits for a message is closed, which takes the offer back."""
        dialogue, self._dialogue = self._dialogue, None
        if dialogue is not None:
            if self.held is not None:
                dialogue.close()
            self._sessions.give_back(dialogue)
