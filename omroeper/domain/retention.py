"""How long what is kept of people is kept, and what a day's purge took away."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """Periods in days. What is counted stays counted after them: only who it was is forgotten.

    `requests` are sign-ups and the mails that answer readers; `left` is the name and address of who
    left; `copies` is who got which copy; `events` is who changed, confirmed or left something.
    """

    requests: int = 7
    left: int = 30
    copies: int = 730
    events: int = 730

    def before(self, period: str, now: datetime) -> datetime:
        """The moment before which a period is over."""
        return now - timedelta(days=int(getattr(self, period)))


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was forgotten: requests, mails to readers, people who left, copies, events
    and lists that were imported."""

    requests: int = 0
    mails: int = 0
    left: int = 0
    copies: int = 0
    events: int = 0
    lists: int = 0

    @property
    def total(self) -> int:
        return self.requests + self.mails + self.left + self.copies + self.events + self.lists
