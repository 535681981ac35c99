"""What the replies so far say of the account: whether there is any use in sending more."""

from omroeper.adapters.ses.replies import Reply, Verdict
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.errors import SendingError

TROUBLES = 3
"""So many requests in a row without a clear answer, and nothing more is sent."""
DOUBTS = 3
"""So many messages refused before one was taken, and it is not the messages."""
_OUTCOMES = {
    Verdict.TAKEN: Outcome.ACCEPTED,
    Verdict.SLOWER: Outcome.RETRY,
    Verdict.UNREACHED: Outcome.RETRY,
    Verdict.ADDRESS: Outcome.REFUSED,
    Verdict.MESSAGE: Outcome.REFUSED,
    Verdict.UNCLEAR: Outcome.UNCERTAIN,
}


class Standing:
    """Turns replies into attempts. `stop` is set when SES takes nothing of us.

    A message that is refused before any was taken may tell of them all (a sender that is not
    verified), so its verdict waits: once one is taken, it told of itself alone. What has no attempt
    when `stop` is raised, SES certainly does not have.
    """

    def __init__(self, account: str) -> None:
        self._account = account
        self._doubtful: list[tuple[int, Reply]] = []
        self._proven = False
        self._troubles = 0
        self.stop: SendingError | None = None

    def weigh(self, delivery: int, reply: Reply) -> list[Attempt]:
        """The attempts that are known by this reply: its own, none, or some that waited for it."""
        trouble = reply.verdict in (Verdict.UNREACHED, Verdict.UNCLEAR)
        self._troubles = self._troubles + 1 if trouble else 0
        if reply.verdict is Verdict.ACCOUNT or self._troubles >= TROUBLES:
            self._stop_for(reply)
        if reply.verdict is Verdict.TAKEN:
            self._proven = True
            return [_attempt(delivery, reply), *self._cleared()]
        if reply.verdict is Verdict.MESSAGE and not self._proven:
            self._doubtful.append((delivery, reply))
            if len(self._doubtful) >= DOUBTS:
                self._stop_for(reply)
            return []
        goes_later = self.stop is not None and reply.verdict is Verdict.UNREACHED
        if goes_later or reply.verdict is Verdict.ACCOUNT:
            return []
        return [_attempt(delivery, reply)]

    def end(self) -> None:
        """Nothing more comes: what is still in doubt was refused and nothing else taken."""
        if self._doubtful:
            self._stop_for(self._doubtful[0][1])

    def _cleared(self) -> list[Attempt]:
        cleared = [_attempt(delivery, reply) for delivery, reply in self._doubtful]
        self._doubtful.clear()
        return cleared

    def _stop_for(self, reply: Reply) -> None:
        if self.stop is None:
            self.stop = SendingError(reply.words, thing=self._account, remedy=reply.remedy)


def _attempt(delivery: int, reply: Reply) -> Attempt:
    return Attempt(delivery, _OUTCOMES[reply.verdict], reply.words)
