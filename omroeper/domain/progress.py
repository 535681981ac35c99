"""How far a campaign is, how fast it goes, and when it will be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from omroeper.domain.delivery import Campaign, CampaignState, Tally

WINDOW = timedelta(minutes=10)
"""The speed is that of the last so many minutes."""
_SHORTEST = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Reading:
    """How many deliveries were settled at a moment."""

    at: datetime
    settled: int


def speed(readings: Sequence[Reading]) -> float:
    """Settled an hour between the oldest reading of the window and the newest; 0 when too short."""
    if not readings:
        return 0.0
    last = readings[-1]
    first = next(one for one in readings if last.at - one.at <= WINDOW)
    span = last.at - first.at
    return (
        (last.settled - first.settled) * (timedelta(hours=1) / span) if span >= _SHORTEST else 0.0
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """One campaign at one moment. `per_hour` is its speed, `limit` the most an hour it may go.

    `next_at` is when something can be sent again, None when nothing waits.
    """

    campaign: Campaign
    tally: Tally
    at: datetime
    per_hour: float = 0.0
    limit: int | None = None
    senders: int = 0
    next_at: datetime | None = None

    @property
    def left(self) -> int:
        return self.tally.pending + self.tally.claimed

    @property
    def per_minute(self) -> float:
        return self.per_hour / 60

    @property
    def basis(self) -> str:
        """What the time left rests on: `speed`, `limit`, or nothing."""
        if self.campaign.state is not CampaignState.SENDING or not self.left:
            return ""
        if self.per_hour > 0:
            return "speed"
        return "limit" if self.limit else ""

    @property
    def time_left(self) -> timedelta | None:
        """How long the rest takes at this speed, or at the limit before anything was sent."""
        per_hour = {"speed": self.per_hour, "limit": float(self.limit or 0)}.get(self.basis)
        return timedelta(hours=self.left / per_hour) if per_hour else None
