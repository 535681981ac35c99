"""What an account at a mail provider may send."""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class MailAccount:
    """`per_day` is counted over the last 24 hours, like `sent`; inf is no limit. Out of production
    it mails verified addresses only."""

    enabled: bool
    in_production: bool
    per_day: float
    per_second: float
    sent: float

    @property
    def left(self) -> float:
        return self.per_day - self.sent

    @property
    def quota(self) -> str:
        """Its limits in words."""
        day = "any number a day" if self.per_day == inf else f"{self.per_day:.0f} a day"
        return f"{self.per_second:g} a second, {day}, {self.sent:.0f} sent in the last 24 hours"
