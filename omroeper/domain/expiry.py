"""What ends on a day and takes what depends on it along, and when to warn of it."""

from dataclasses import dataclass
from datetime import date

WARN_DAYS = (30, 14, 3, 0)
"""Days ahead of the end; 0 is that it has ended."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """`key` names it for good; `what` and `remedy` are for people (Dutch)."""

    key: str
    what: str
    ends: date
    remedy: str

    def days_left(self, today: date) -> int:
        """Negative when it ended before today."""
        return (self.ends - today).days


def warning_due(expiring: Expiring, today: date) -> int | None:
    """The latest warning whose moment has come, in days ahead; None when it is not time yet.

    A day that was missed is made up for by that one only.
    """
    left = expiring.days_left(today)
    return min((days for days in WARN_DAYS if left <= days), default=None)


def version_sunset(version: str) -> date:
    """The first day on which a monthly API version (YYYYMM) may be gone: it is kept for a year.

    learn.microsoft.com/linkedin/marketing/versioning
    """
    return date(int(version[:4]) + 1, int(version[4:]), 1)
