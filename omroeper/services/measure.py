"""Measure: what became of a campaign, as append-only snapshots."""

from datetime import datetime
from decimal import Decimal

from omroeper.domain.delivery import Campaign
from omroeper.domain.errors import ChannelError
from omroeper.domain.metric import MetricSnapshot
from omroeper.domain.post import Post, PostState
from omroeper.ports import SocialChannel, Store

DELIVERY_METRICS = ("accepted", "refused", "uncertain", "skipped", "pending")


def measure_campaign(
    store: Store, channel: SocialChannel, campaign: Campaign, at: datetime
) -> tuple[MetricSnapshot, ...]:
    """Read and store a campaign's metrics; the same moment twice is stored once.

    Clicks and deliveries are totals so far; nothing is kept about a person.
    """
    snapshots = (
        *_deliveries(store, campaign, at),
        *_unsubscribes(store, campaign, at),
        *_clicks(store, campaign, at),
        *(s for post in store.posts(campaign.edition) for s in _post(channel, post, at)),
    )
    store.save_snapshots(snapshots)
    return snapshots


def _deliveries(store: Store, campaign: Campaign, at: datetime) -> list[MetricSnapshot]:
    tally = store.tally(campaign.id)
    back = store.bounce_tally(campaign.id)
    bounced = {"bounced": back.bounced, "complaints": back.complaints}
    values = {"audience": tally.frozen} | {name: getattr(tally, name) for name in DELIVERY_METRICS}
    values |= bounced
    return [_total("ledger", campaign.id, name, value, at) for name, value in values.items()]


def _unsubscribes(store: Store, campaign: Campaign, at: datetime) -> list[MetricSnapshot]:
    source = f"campaign:{campaign.id}"
    count = sum(1 for left_through, _ in store.unsubscribes() if left_through == source)
    return [_total("list", campaign.id, "unsubscribed", count, at)]


def _clicks(store: Store, campaign: Campaign, at: datetime) -> list[MetricSnapshot]:
    return [
        _total("links", campaign.edition, f"clicks {target}", count, at)
        for target, count in store.clicks(campaign.edition).items()
    ]


def _post(channel: SocialChannel, post: Post, at: datetime) -> list[MetricSnapshot]:
    """A channel that does not answer leaves a gap, not a zero."""
    if post.state is not PostState.PUBLISHED or not post.urn:
        return []
    try:
        found = channel.statistics(post.urn, post.page)
    except ChannelError:
        return []
    return [_total(channel.name, post.id, name, value, at) for name, value in found.items()]


def _total(source: str, subject: str, metric: str, value: int, at: datetime) -> MetricSnapshot:
    return MetricSnapshot(source, subject, metric, "total", Decimal(value), at)
