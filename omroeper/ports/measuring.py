"""What is kept of metrics and links, and what is asked of the world outside about them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from omroeper.domain.audience import Segment
from omroeper.domain.clicks import Counted
from omroeper.domain.growth import ListEvents
from omroeper.domain.links import RegisteredLink
from omroeper.domain.metric import MetricSnapshot
from omroeper.domain.web_visits import WebReading


class MetricStore(Protocol):
    def save_snapshots(self, snapshots: Sequence[MetricSnapshot]) -> int: ...
    def snapshots(self, subject: str) -> tuple[MetricSnapshot, ...]: ...
    def newest_snapshots(
        self,
        source: str = "",
        *,
        subject: str = "",
        metrics: Sequence[str] = (),
        since: str = "",
        until: str = "",
        retrieved_by: datetime | None = None,
    ) -> tuple[MetricSnapshot, ...]: ...
    def last_period(self, source: str) -> str: ...


class LinkStore(Protocol):
    def register_links(self, edition: str, targets: dict[str, str]) -> None: ...
    def registered_link(self, link: str) -> RegisteredLink | None: ...
    def add_clicks(self, counts: Mapping[Counted, int]) -> None: ...
    def delivered_since(self, moment: datetime) -> frozenset[str]: ...
    def clicks(self, edition: str) -> dict[str, int]: ...
    def clicks_by_hour(self, edition: str) -> dict[datetime, int]: ...
    def left_out(self, edition: str) -> dict[str, int]: ...


class ListEventStore(Protocol):
    """What came to and went from the list, counted without saying who."""

    def leavings(self, source: str) -> dict[str, int]: ...
    def list_events(self, since: datetime, until: datetime) -> ListEvents: ...


class ReportStore(Protocol):
    """What reports ask of the ledger and the readings."""

    def accepted_by_segment(self, campaign: str, segments: Sequence[Segment]) -> dict[str, int]: ...
    def accepted_by_domain(self, campaign: str) -> dict[str, int]: ...
    def unreached_by(self, campaigns: Sequence[str]) -> int: ...
    def readings_of(
        self, metrics: Sequence[str], *, since: str, until: str
    ) -> tuple[MetricSnapshot, ...]: ...


class WebAnalytics(Protocol):
    """What came of our links on the website, by day; raises AnalyticsError."""

    @property
    def name(self) -> str: ...
    def daily(self, first: date, last: date) -> WebReading: ...
