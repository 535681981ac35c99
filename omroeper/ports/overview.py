"""What is counted for the overview and the operator: how many, never who."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from omroeper.domain.metric import MetricSnapshot
from omroeper.domain.post import Post, PostState


class OverviewStore(Protocol):
    def posts_in(self, states: Sequence[PostState]) -> tuple[Post, ...]: ...
    def uncertain_counts(self) -> Mapping[str, int]: ...


class OperatorStore(OverviewStore, Protocol):
    """Counts for monitoring; `delivery_counts` are of campaigns frozen from a moment on."""

    def delivery_counts(self, since: datetime) -> Mapping[str, int]: ...
    def queued(self, at: datetime) -> tuple[int, datetime | None]: ...
    def bounce_counts(self) -> Mapping[str, int]: ...
    def post_counts(self) -> Mapping[str, int]: ...
    def database_bytes(self) -> int: ...


class MeasuredSubjects(Protocol):
    """Which subjects were measured, by source and subject, page by page."""

    def measured_subjects(
        self, *, source: str = "", subject: str = "", start: tuple[str, str] = ("", ""), limit: int
    ) -> tuple[tuple[str, str], ...]: ...


class LatestReadings(Protocol):
    """Single readings, each found by the index of its key."""

    def latest_reading(
        self, source: str, subject: str, metric: str, *, since: str, until: str
    ) -> MetricSnapshot | None: ...
