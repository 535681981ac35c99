"""Measure: what became of a campaign, as append-only snapshots."""

from collections import Counter
from datetime import datetime, tzinfo

from omroeper.domain.delivery import Campaign, DeliveryState
from omroeper.domain.errors import NotFound
from omroeper.domain.growth import because
from omroeper.domain.links import LinkBook
from omroeper.domain.measuring import Measured
from omroeper.domain.metric import MetricSnapshot, total
from omroeper.ports import Store
from omroeper.services.measure_links import link_readings

DELIVERY_METRICS = ("accepted", "refused", "uncertain", "skipped", "pending")


def measure_campaign(
    store: Store, campaign: Campaign, links: LinkBook, at: datetime, zone: tzinfo
) -> Measured:
    """Read and store a campaign's metrics; what did not change since the last time adds nothing.

    Clicks and deliveries are totals so far; nothing is kept about a person.
    """
    draft = store.draft(campaign.edition, campaign.version)
    if draft is None:
        raise NotFound("its draft is gone", thing=campaign.edition, remedy="Restore the database.")
    readings = (
        *_deliveries(store, campaign.id, at),
        *_bounces(store, campaign.id, at),
        *_unsubscribes(store, campaign.id, at),
        *link_readings(store, draft.edition, links, at, zone),
    )
    return Measured(campaign.id, len(readings), store.save_snapshots(readings))


def _deliveries(store: Store, campaign: str, at: datetime) -> list[MetricSnapshot]:
    tally = store.tally(campaign)
    values = {"audience": tally.frozen} | {name: getattr(tally, name) for name in DELIVERY_METRICS}
    skipped: Counter[str] = Counter()
    for (_, reply), count in store.replies(campaign, DeliveryState.SKIPPED).items():
        skipped[reply] += count
    return _totals("ledger", campaign, values | because("skipped", skipped), at)


def _bounces(store: Store, campaign: str, at: datetime) -> list[MetricSnapshot]:
    back = store.bounce_tally(campaign)
    values = {"bounced": back.bounced, "soft": back.soft, "hard": back.hard}
    return _totals("bounces", campaign, values | {"complaints": back.complaints}, at)


def _unsubscribes(store: Store, campaign: str, at: datetime) -> list[MetricSnapshot]:
    reasons = store.leavings(f"campaign:{campaign}")
    values = {"unsubscribed": sum(reasons.values())} | because("unsubscribed", reasons)
    return _totals("list", campaign, values, at)


def _totals(
    source: str, subject: str, values: dict[str, int], at: datetime
) -> list[MetricSnapshot]:
    return [total(source, subject, name, value, at) for name, value in values.items()]
