"""What happens in one play: drawn from its seed, so that it can be played again."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from tests.chaos.script import MESSAGE_FAULTS, Act, Pipelining, Script, Weather
from tests.chaos.worker import BOUNDARIES, LEASE_SECONDS, RULES, Death


class Kind(StrEnum):
    """What happens to the workers from outside, besides what the relay does."""

    KILL = "worker killed at random"
    RESTART = "relay killed and started again"
    LOCK = "database locked"
    MOVE = "clock moved"
    LEAVE = "subscriber leaves"
    DISCONNECT = "database connections cut"
    CRASH = "database server crashes"
    PAUSE = "campaign paused, then resumed"
    CANCEL = "campaign cancelled"
    PACE = "campaign given another pace"
    # on SQLite this one is there from the start of a round, as deaths are
    FULL = "disk full"
    DEATH = "worker killed at a boundary"


@dataclass(frozen=True, slots=True)
class Happening:
    """`after` is in seconds from the start of the round; `value` is the worker, how many seconds it
    lasts, the person, or how many messages an hour."""

    after: float
    kind: Kind
    value: float = 0


@dataclass(frozen=True, slots=True)
class Round:
    """Workers start together and go on until each has nothing left to do, stopped or died.

    Before it the clock moves `moved` seconds on: so long after the last round is this one.
    """

    deaths: tuple[Death | None, ...] = ()
    happenings: tuple[Happening, ...] = ()
    full_disks: tuple[int | None, ...] = ()
    moved: float = RULES.retry_seconds + 1


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    database: str
    recipients: int
    workers: int
    connections: int
    security: str
    script: Script
    skews: tuple[float, ...]
    rounds: tuple[Round, ...]

    @property
    def replay(self) -> str:
        """How to play it again; a plan that no seed gave has its own test."""
        if not isinstance(self.script, Weather):
            return "run this test again"
        return f"make chaos SEED={self.seed} DATABASE={self.database}{' CRASH=1' * self.crashes}"

    @property
    def crashes(self) -> bool:
        return any(one.kind is Kind.CRASH for each in self.rounds for one in each.happenings)


def plan_for(seed: int, database: str) -> Plan:
    """One to four workers, one to three bad rounds; the calm ones after them are not planned."""
    draw = random.Random(f"play {seed}")
    workers = draw.randint(1, 4)
    security = draw.choice(("none", "none", "starttls", "tls"))
    kinds = tuple(
        fault
        for fault in MESSAGE_FAULTS
        if (fault.act is not Act.END_TLS or security != "none")
        and (fault.act is not Act.HANG or draw.random() < 0.3)  # each costs a whole timeout
    )
    weather = Weather(
        seed,
        rate=draw.choice((0.0, 0.05, 0.15, 0.3)),
        pipelining=draw.choice(tuple(Pipelining)),
        greylists=draw.random() < 0.2,
        kinds=kinds,
    )
    rounds = tuple(_round(draw, workers, database) for _ in range(draw.randint(1, 3)))
    skews = tuple(draw.choice((0.0, 0.0, 5.0, -LEASE_SECONDS / 2)) for _ in range(workers))
    return Plan(
        seed=seed,
        database=database,
        recipients=draw.randint(10, 50),
        workers=workers,
        connections=draw.choice((1, 1, 2, 4)),
        security=security,
        script=weather,
        skews=skews,
        rounds=rounds,
    )


def _round(draw: random.Random, workers: int, database: str) -> Round:
    deaths = tuple(_death(draw) if draw.random() < 0.4 else None for _ in range(workers))
    kinds = [Kind.KILL, Kind.RESTART, Kind.LOCK, Kind.MOVE, Kind.LEAVE, Kind.PAUSE, Kind.PACE]
    if database == "postgresql":
        kinds += [Kind.DISCONNECT, Kind.FULL]
    drawn = [kind for kind in kinds if draw.random() < 0.3]
    drawn += [Kind.CANCEL] if draw.random() < 0.05 else []  # it ends all that could go wrong
    happenings = in_order(_happening(draw, kind, workers) for kind in drawn)
    fills = database == "sqlite" and draw.random() < 0.2
    full = tuple(draw.randint(60, 400) * 1024 if fills else None for _ in range(workers))
    return Round(deaths, happenings, full)


def _death(draw: random.Random) -> Death:
    boundary = draw.choice(BOUNDARIES)
    often = boundary in ("before MAIL", "after reply")
    return Death(boundary, draw.randint(1, 12 if often else 3))


def _happening(draw: random.Random, kind: Kind, workers: int) -> Happening:
    after = draw.uniform(0.1, 0.7)
    value: float = {
        Kind.KILL: draw.randrange(workers),
        Kind.LOCK: draw.choice((0.3, 2.5)),
        Kind.MOVE: draw.choice((-3600, -30, LEASE_SECONDS + 1, 86400)),
        Kind.LEAVE: draw.randint(1, 10),
        Kind.PAUSE: draw.choice((0.2, 1.0)),
        Kind.PACE: draw.choice((120, 600, 60_000)),
        Kind.FULL: draw.choice((0.3, 1.0)),
    }.get(kind, 0)
    return Happening(after, kind, value)


def in_order(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    return tuple(sorted(happenings, key=lambda one: one.after))


def crashing(plan: Plan) -> Plan:
    """The same play on a database server that crashes in the middle of its first round.

    Only for a server that no other play uses at the same time.
    """
    draw = random.Random(f"crash {plan.seed}")
    first, *others = plan.rounds
    crash = Happening(draw.uniform(0.05, 0.7), Kind.CRASH)
    first = replace(first, happenings=in_order((*first.happenings, crash)))
    return replace(plan, rounds=(first, *others))


def kinds_of(plan: Plan) -> set[Kind]:
    """Everything this play has in store, for the counts."""
    found = {one.kind for each in plan.rounds for one in each.happenings}
    if any(death for each in plan.rounds for death in each.deaths):
        found.add(Kind.DEATH)
    if any(size for each in plan.rounds for size in each.full_disks):
        found.add(Kind.FULL)
    return found
