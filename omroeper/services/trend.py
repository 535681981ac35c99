"""The trend of the last thirteen months, from what was measured."""

from collections.abc import Iterable
from datetime import date

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.issue import Issue
from omroeper.domain.metric import TOTAL
from omroeper.domain.month import Month
from omroeper.domain.newsletter import newsletter_of
from omroeper.domain.trend import TrendMonth, reached, trend, trend_months
from omroeper.ports import LatestReadings

_NOT_SENT = (CampaignState.SCHEDULED, CampaignState.CANCELLED)


def read_trend(
    store: LatestReadings,
    campaigns: Iterable[Campaign],
    newsletters: Iterable[str],
    today: date,
    fewest: int,
) -> tuple[TrendMonth, ...]:
    """List size, reach and clicks by month; of campaigns by the month of their edition."""
    last, ids = Month.of(today), tuple(newsletters)
    first = trend_months(last)[0]
    sent = [
        (month, one)
        for one in campaigns
        if one.state not in _NOT_SENT
        and (month := month_of(one.edition, ids)) is not None
        and first <= month <= last
    ]
    editions = {one.edition: month for month, one in sent}  # once, however many campaigns it had
    return trend(
        last,
        _sizes(store, last),
        [(month, _reached(store, one.id)) for month, one in sent],
        [(month, _total(store, "links", one, "clicks")) for one, month in editions.items()],
        fewest,
    )


def _sizes(store: LatestReadings, last: Month) -> dict[Month, int]:
    """The last size of each month."""
    found = {}
    for month in trend_months(last):
        days = {"since": f"{month}-01", "until": f"{month}-31"}
        reading = store.latest_reading("list", "list", "size", **days)
        if reading is not None:
            found[month] = int(reading.value)
    return found


def _reached(store: LatestReadings, campaign: str) -> int | None:
    accepted = _total(store, "ledger", campaign, "accepted")
    return reached(accepted, _total(store, "bounces", campaign, "bounced"))


def _total(store: LatestReadings, source: str, subject: str, metric: str) -> int | None:
    reading = store.latest_reading(source, subject, metric, since=TOTAL, until=TOTAL)
    return None if reading is None else int(reading.value)


def month_of(edition: str, newsletters: Iterable[str]) -> Month | None:
    """The month of an edition by its id; None when its newsletter is gone."""
    whose = newsletter_of(edition, newsletters)
    return Issue.parse(edition[len(whose) + 1 :]).month if whose else None
