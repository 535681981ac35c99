"""How fast messages go: what the account allows, and slower when SES says so."""

import time
from collections.abc import Callable

from omroeper.adapters.ses.replies import Verdict

PAUSE_SECONDS = 1.0
_SLOWEST = 0.5
_RECOVERY = 1.02


class Tempo:
    """Messages a second. Every "too fast" halves it; every message taken wins a little back."""

    def __init__(self, per_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._allowed = max(per_second, _SLOWEST)
        self._now = now
        self._next = 0.0
        self.per_second = self._allowed

    def wait(self) -> float:
        """Seconds until the next message may go; 0 for now."""
        return max(0.0, self._next - self._now())

    def went(self) -> None:
        """One message goes now."""
        self._next = max(self._next, self._now()) + 1 / self.per_second

    def heard(self, verdict: Verdict) -> None:
        """What SES said of a message."""
        if verdict is Verdict.SLOWER:
            self.per_second = max(self.per_second / 2, _SLOWEST)
            self._next = max(self._next, self._now() + PAUSE_SECONDS)
        elif verdict is Verdict.TAKEN:
            self.per_second = min(self.per_second * _RECOVERY, self._allowed)
