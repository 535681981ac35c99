"""What the operator watches, with the desk's own parts."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from omroeper import __version__
from omroeper.domain.delivery import CampaignState
from omroeper.domain.operating import COUNTED_DAYS, FlowRuns, OperatorReading, SourceStanding
from omroeper.wiring.campaigns import CampaignSteps

_FRESH = timedelta(seconds=30)
"""How long what Prefect said is told again: it takes a question a flow."""


class OperatingSteps(CampaignSteps):
    _flow_runs: tuple[datetime, FlowRuns] = (datetime.min.replace(tzinfo=UTC), FlowRuns(False, {}))

    def operator_reading(self, clicks_waiting: int = 0) -> OperatorReading:
        """Everything at one moment; every count is answered by an index."""
        now, store = self.clock.now(), self.store
        campaigns = store.campaigns()
        queued, since = store.queued(now)
        sending = [one for one in campaigns if one.state is CampaignState.SENDING]
        return OperatorReading(
            version=__version__,
            database=self.settings.database_url.partition(":")[0].partition("+")[0],
            database_bytes=store.database_bytes(),
            deliveries=store.delivery_counts(now - timedelta(days=COUNTED_DAYS)),
            uncertain=sum(store.uncertain_counts().values()),
            queued=queued,
            queue_age=now - since if since else timedelta(),
            per_second=sum(self.progress(one).per_hour for one in sending) / 3600,
            campaigns=Counter(one.state.value for one in campaigns),
            bounces=store.bounce_counts(),
            posts=store.post_counts(),
            sources=self._source_standings(),
            clicks_waiting=clicks_waiting,
            flows=self._last_successes(now),
        )

    def _source_standings(self) -> tuple[SourceStanding, ...]:
        records = self.store.source_records([one.id for one in self.sources])
        troubles: dict[str, list[str]] = {}
        for one in self.source_health():
            troubles.setdefault(one.source, []).append(one.trouble.value)
        return tuple(
            SourceStanding(
                source.id,
                " ".join(troubles.get(source.id, ())),
                records[source.id].failures_in_a_row if source.id in records else 0,
                records[source.id].read_at if source.id in records else None,
            )
            for source in self.sources
        )

    def _last_successes(self, now: datetime) -> FlowRuns:
        from omroeper.adapters.prefect_runs import last_successes

        asked, found = self._flow_runs
        if now - asked > _FRESH:
            url = f"http://127.0.0.1:{self.settings.prefect_port}/api"
            found = last_successes(url, self.settings.prefect_auth)
            self._flow_runs = now, found
        return found
