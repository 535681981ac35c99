"""What the operator watches, at one moment: how many, how long, how fast; never who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

COUNTED_DAYS = 31
"""Copies are counted of campaigns that were frozen in so many days, or still go on."""


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One source by its id. `trouble` is empty where nothing is the matter."""

    source: str
    trouble: str
    failures: int
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class FlowRuns:
    """When each flow last ended well. `answered` is False when Prefect could not be asked."""

    answered: bool
    succeeded: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class OperatorReading:
    """All of it. `queued` copies could go now, the first since `queue_age`; `per_second` is how fast
    they do, by what was settled in the last ten minutes."""

    version: str
    database: str
    database_bytes: int
    deliveries: Mapping[str, int]
    uncertain: int
    queued: int
    queue_age: timedelta
    per_second: float
    campaigns: Mapping[str, int]
    bounces: Mapping[str, int]
    posts: Mapping[str, int]
    sources: tuple[SourceStanding, ...]
    clicks_waiting: int
    flows: FlowRuns
