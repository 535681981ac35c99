"""What operators decide about sending: how fast, how much a day, and when to stop by itself."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from omroeper.domain.delivery import Campaign
from omroeper.domain.pace import Lane, Pace, WarmUp

DAY_BEGINS = time(8)
"""When the next day's share of a warm-up is taken up: no newsletter leaves at midnight."""


@dataclass(frozen=True, slots=True)
class DomainGroup:
    """Receivers' domains that share one limit, since one party stands behind them."""

    name: str
    per_hour: int
    domains: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """How many in a hundred may go wrong, once `at_least` of them did."""

    percent: float
    at_least: int

    def passed(self, wrong: int, judged: int) -> bool:
        """Whether this many of all that were judged are too many."""
        return wrong >= self.at_least and judged > 0 and 100 * wrong > self.percent * judged


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """config/sending.yaml. Without a number nothing is limited; the bounds have their defaults.

    Gmail and Yahoo ask to keep complaints under 3 in 1,000.
    """

    per_hour: int | None = None
    groups: tuple[DomainGroup, ...] = ()
    warm_up: tuple[int, ...] = ()
    refused: Bound = Bound(percent=10, at_least=25)
    complaints: Bound = Bound(percent=0.3, at_least=5)

    def pace_of(self, campaign: Campaign, *, sender: str, at: datetime, zone: tzinfo) -> Pace:
        """The limits that count for a campaign now; a person can only make it slower than the plan."""
        wanted = [one for one in (self.per_hour, campaign.per_hour) if one is not None]
        own = [Lane(f"campaign:{campaign.id}", min(wanted))] if wanted else []
        groups = [Lane(f"domains:{one.name}", one.per_hour, one.domains) for one in self.groups]
        return Pace((*own, *groups), self._warm_up(sender, at.astimezone(zone)))

    def _warm_up(self, sender: str, at: datetime) -> WarmUp | None:
        if not self.warm_up:
            return None
        today = at.date()
        tomorrow = datetime.combine(today + timedelta(days=1), DAY_BEGINS, at.tzinfo)
        return WarmUp(sender, self.warm_up, today, tomorrow)
