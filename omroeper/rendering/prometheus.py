"""The operator's numbers in Prometheus' text format; names follow its conventions.

https://prometheus.io/docs/practices/naming/: base units, `_total` for what only grows, one thing a name.
"""

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from omroeper.domain.bounce import BounceKind
from omroeper.domain.delivery import CampaignState, DeliveryState
from omroeper.domain.health import Trouble
from omroeper.domain.operating import COUNTED_DAYS, OperatorReading, SourceStanding
from omroeper.domain.post import PostState

MEDIA_TYPE = CONTENT_TYPE_LATEST
_IN_TROUBLE = (Trouble.FAILING, Trouble.SILENT)


def prometheus_text(seen: OperatorReading) -> bytes:
    """Every metric; a state that nothing is in says 0, so that an alert on it never misses its series."""
    registry = CollectorRegistry()
    registry.register(_Read(seen))
    return generate_latest(registry)


class _Read(Collector):
    def __init__(self, seen: OperatorReading) -> None:
        self._seen = seen

    def collect(self) -> Iterator[Metric]:
        seen = self._seen
        build = {"version": seen.version, "database": seen.database}
        yield InfoMetricFamily("omroeper_build", "The version that runs.", value=build)
        yield _gauge(
            "omroeper_database_size_bytes", "The size of the database.", seen.database_bytes
        )
        yield from _sending(seen)
        yield _by(
            "omroeper_posts", "LinkedIn posts by state.", "state", _whole(PostState, seen.posts)
        )
        yield from _sources(seen.sources)
        yield _gauge(
            "omroeper_clicks_waiting",
            "Followed links that are not judged and written yet.",
            seen.clicks_waiting,
        )
        yield from _flows(seen)


def _sending(seen: OperatorReading) -> Iterator[Metric]:
    told = f"Copies by state, of campaigns of the last {COUNTED_DAYS} days or still going on."
    deliveries = _whole(DeliveryState, seen.deliveries)
    yield _by("omroeper_deliveries", told, "state", deliveries)
    yield _gauge(
        "omroeper_uncertain_deliveries",
        "Copies of any campaign of which nobody knows whether they arrived; each waits for a person.",
        seen.uncertain,
    )
    yield _gauge("omroeper_queued_deliveries", "Copies that could be sent now.", seen.queued)
    yield _gauge(
        "omroeper_queue_age_seconds",
        "How long ago the first campaign that still has copies to send was due.",
        seen.queue_age.total_seconds(),
    )
    yield _gauge(
        "omroeper_sends_per_second",
        "Copies settled a second, over the last ten minutes, of all campaigns together.",
        seen.per_second,
    )
    campaigns = _whole(CampaignState, seen.campaigns)
    yield _by("omroeper_campaigns", "Campaigns by state.", "state", campaigns)
    bounces = CounterMetricFamily(
        "omroeper_bounces", "What came back, by kind; a complaint is one.", labels=["kind"]
    )
    for kind, count in _whole(BounceKind, seen.bounces).items():
        bounces.add_metric([kind], count)
    yield bounces


def _sources(sources: tuple[SourceStanding, ...]) -> Iterator[Metric]:
    trouble = GaugeMetricFamily(
        "omroeper_source_trouble", "1 where a source is in this trouble.", labels=["source", "kind"]
    )
    failures = GaugeMetricFamily(
        "omroeper_source_failures", "Visits in a row that failed.", labels=["source"]
    )
    read = GaugeMetricFamily(
        "omroeper_source_last_read_timestamp_seconds",
        "When a source was last read, in Unix time.",
        labels=["source"],
    )
    for one in sources:
        for kind in _IN_TROUBLE:
            trouble.add_metric([one.source, kind.value], int(kind.value in one.trouble.split()))
        failures.add_metric([one.source], one.failures)
        if one.read_at is not None:
            read.add_metric([one.source], one.read_at.timestamp())
    yield from (trouble, failures, read)


def _flows(seen: OperatorReading) -> Iterator[Metric]:
    yield _gauge(
        "omroeper_prefect_up", "Whether Prefect's server answered.", int(seen.flows.answered)
    )
    last = GaugeMetricFamily(
        "omroeper_flow_last_success_timestamp_seconds",
        "When a flow last ended well, in Unix time; a flow that never did is not here.",
        labels=["flow"],
    )
    for flow, moment in sorted(seen.flows.succeeded.items()):
        last.add_metric([flow], moment.timestamp())
    yield last


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)


def _by(name: str, told: str, label: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family


def _whole(states: Iterable[str], counts: Mapping[str, int]) -> dict[str, int]:
    return {str(state): counts.get(str(state), 0) for state in states}
