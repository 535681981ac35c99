"""The trend of the last thirteen months, from what was measured."""

from collections.abc import Iterable, Iterator
from datetime import date

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.issue import Issue
from omroeper.domain.metric import TOTAL
from omroeper.domain.month import Month
from omroeper.domain.newsletter import newsletter_of
from omroeper.domain.trend import TrendMonth, reached, sizes_by_month, trend, trend_months
from omroeper.ports import MetricStore

_NOT_SENT = (CampaignState.SCHEDULED, CampaignState.CANCELLED)


def read_trend(
    store: MetricStore,
    campaigns: Iterable[Campaign],
    newsletters: Iterable[str],
    today: date,
    fewest: int,
) -> tuple[TrendMonth, ...]:
    """List size, reach and clicks by month; of campaigns by the month of their edition."""
    last, ids = Month.of(today), tuple(newsletters)
    first = trend_months(last)[0]
    sizes = store.newest_snapshots("list", subject="list", since=first.first_day.isoformat())
    sent = [
        (month, one)
        for one in campaigns
        if one.state not in _NOT_SENT
        and (month := month_of(one.edition, ids)) is not None
        and first <= month <= last
    ]
    reach = [
        (month, reached(store.newest_snapshots(subject=one.id, since=TOTAL, until=TOTAL)))
        for month, one in sent
    ]
    return trend(last, sizes_by_month(sizes), reach, list(_clicks(store, sent)), fewest)


def month_of(edition: str, newsletters: Iterable[str]) -> Month | None:
    """The month of an edition by its id; None when its newsletter is gone."""
    whose = newsletter_of(edition, newsletters)
    return Issue.parse(edition[len(whose) + 1 :]).month if whose else None


def _clicks(
    store: MetricStore, sent: Iterable[tuple[Month, Campaign]]
) -> Iterator[tuple[Month, int | None]]:
    """Each edition once, however many campaigns it had."""
    for edition, month in {one.edition: month for month, one in sent}.items():
        totals = store.newest_snapshots("links", subject=edition, since=TOTAL, until=TOTAL)
        yield month, next((int(one.value) for one in totals if one.metric == "clicks"), None)
