"""What happens in one play: drawn from its seed, so that it can be played again."""

import random
from dataclasses import dataclass
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
    # two that are there from the start of a round
    DEATH = "worker killed at a boundary"
    FULL = "disk full"


@dataclass(frozen=True, slots=True)
class Happening:
    """`after` is in seconds from the start of the round; `value` the worker, seconds or person."""

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
        return f"make chaos SEED={self.seed} DATABASE={self.database}"


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
    kinds = [Kind.KILL, Kind.RESTART, Kind.LOCK, Kind.MOVE, Kind.LEAVE]
    if database == "postgresql":
        kinds.append(Kind.DISCONNECT)
    happenings = tuple(
        sorted(
            (_happening(draw, kind, workers) for kind in kinds if draw.random() < 0.3),
            key=lambda one: one.after,
        )
    )
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
    }.get(kind, 0)
    return Happening(after, kind, value)


def kinds_of(plan: Plan) -> set[Kind]:
    """Everything this play has in store, for the counts."""
    found = {one.kind for each in plan.rounds for one in each.happenings}
    if any(death for each in plan.rounds for death in each.deaths):
        found.add(Kind.DEATH)
    if any(size for each in plan.rounds for size in each.full_disks):
        found.add(Kind.FULL)
    return found
