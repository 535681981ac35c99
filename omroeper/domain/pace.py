"""How fast mail may leave: limits an hour, a receiver and a day, shared by all senders.

A limit is one moment: when all that was let through so far is paid for. That is the generic cell
rate algorithm (ITU-T I.371) with a minute's worth at once; no timers, no counting back.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

BURST = timedelta(minutes=1)
"""What a limit lets through at once: a minute's worth."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One limit, for all mail of a campaign or for all mail to some receivers' domains."""

    id: str
    per_hour: int
    domains: frozenset[str] = frozenset()

    @property
    def interval(self) -> timedelta:
        """What one message costs: so much that no hour ever holds more than `per_hour`."""
        return (timedelta(hours=1) + BURST) / self.per_hour

    def room(self, free_at: datetime | None, at: datetime) -> int:
        """How many may go now; `free_at` is when it is paid for, None where nothing went yet."""
        start = max(free_at or at, at)
        return int((at + BURST - start) / self.interval) + 1 if start <= at + BURST else 0

    def after(self, free_at: datetime | None, at: datetime, taken: int) -> datetime:
        """When it is paid for after `taken` more."""
        return max(free_at or at, at) + taken * self.interval

    def opens(self, free_at: datetime | None, at: datetime) -> datetime:
        """When it is worth asking again: at least half a minute's worth, or one message, may go."""
        return max(at, (free_at or at) - BURST / 2)


@dataclass(frozen=True, slots=True)
class WarmUp:
    """How many a day a sender may mail that receivers do not know yet.

    The plan goes by days on which something was sent: a monthly sender does not warm up by waiting.
    `tomorrow` is when the next day's share may begin.
    """

    sender: str
    per_day: tuple[int, ...]
    today: date
    tomorrow: datetime

    def most(self, days_before: int) -> int | None:
        """How many today, after so many days of sending; None once the plan is over."""
        return self.per_day[days_before] if days_before < len(self.per_day) else None


@dataclass(frozen=True, slots=True)
class Used:
    """What the limits let through so far: when each lane is paid for, and today's share of a warm-up."""

    free_at: Mapping[str, datetime] = field(default_factory=dict)
    days_before: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """All limits that count for one campaign now. Without any, nothing is limited."""

    lanes: tuple[Lane, ...] = ()
    warm_up: WarmUp | None = None

    @property
    def groups(self) -> tuple[Lane, ...]:
        """The limits for some receivers only."""
        return tuple(lane for lane in self.lanes if lane.domains)

    def lane_of(self, address: str) -> Lane | None:
        """The limit of the domain this address is at."""
        host = address.rpartition("@")[2].lower()
        return next((lane for lane in self.groups if host in lane.domains), None)

    def room(self, used: Used, at: datetime) -> int | None:
        """How many may go now, whoever receives them; None is without limit."""
        rooms = [lane.room(used.free_at.get(lane.id), at) for lane in self._overall]
        rooms += [max(0, left)] if (left := self._left_today(used)) is not None else []
        return min(rooms, default=None)

    def full(self, used: Used, at: datetime) -> frozenset[str]:
        """The domains to which nothing may go now."""
        full = (lane for lane in self.groups if not lane.room(used.free_at.get(lane.id), at))
        return frozenset(domain for lane in full for domain in lane.domains)

    def opens(self, used: Used, at: datetime) -> datetime:
        """When something may go to somebody again: `at` itself when it may now."""
        moments = [at, *self._closed(self._overall, used, at)]
        left = self._left_today(used)
        if self.warm_up is not None and left is not None and left <= 0:
            moments.append(self.warm_up.tomorrow)
        return max(moments)

    def groups_open(self, used: Used, at: datetime) -> datetime | None:
        """When the first of the full groups of domains opens; None when none is full."""
        return min(self._closed(self.groups, used, at), default=None)

    def after(self, used: Used, at: datetime, taken: Mapping[str, int]) -> dict[str, datetime]:
        """When each lane is paid for after so many more in each."""
        return {
            lane.id: lane.after(used.free_at.get(lane.id), at, taken[lane.id])
            for lane in self.lanes
            if taken.get(lane.id)
        }

    @property
    def _overall(self) -> tuple[Lane, ...]:
        return tuple(lane for lane in self.lanes if not lane.domains)

    def _left_today(self, used: Used) -> int | None:
        most = self.warm_up.most(used.days_before) if self.warm_up is not None else None
        return None if most is None else most - used.today

    @staticmethod
    def _closed(lanes: tuple[Lane, ...], used: Used, at: datetime) -> Iterator[datetime]:
        for lane in lanes:
            free_at = used.free_at.get(lane.id)
            if not lane.room(free_at, at):
                yield lane.opens(free_at, at)


UNLIMITED = Pace()


def retry_delay(first_seconds: int, attempts: int, seed: int) -> timedelta:
    """How long after this many attempts the next one comes: each time three times as long.

    Spread over half to one and a half of it, the same for the same `seed`, so that what was
    refused together does not come back together. With 600 seconds: 5 to 15 minutes, then 15 to 45,
    45 to 135, and 2 to 7 hours. Greylisting servers ask for some minutes (RFC 6647, §5).
    """
    digest = hashlib.sha256(f"{seed}:{attempts}".encode()).digest()
    spread = 0.5 + int.from_bytes(digest[:4]) / 2**32
    return timedelta(seconds=first_seconds * 3 ** max(0, attempts - 1) * spread)
