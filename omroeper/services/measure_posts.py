"""What LinkedIn tells of posts and of the page. Totals are for a post's life: reports take differences."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from omroeper.domain.errors import ChannelError
from omroeper.domain.measuring import Measured
from omroeper.domain.metric import MetricSnapshot, total
from omroeper.domain.post import Post, PostState
from omroeper.ports import PageChannel, SocialChannel, Store

POST_DAYS = 90
"""How long after it was planned a post is read every night: after that hardly anyone sees it."""
PAGE = "page"


def measure_posts(store: Store, channel: SocialChannel, at: datetime, zone: tzinfo) -> Measured:
    """Read and store the statistics of recent posts and of the page.

    A channel that does not answer leaves a gap, not a zero, and is asked no more: it limits calls a day.
    """
    readings: list[MetricSnapshot] = []
    trouble = ""
    try:
        for post in _recent(store, at):
            found = channel.statistics(post.urn)
            readings += [total(channel.name, post.id, name, n, at) for name, n in found.items()]
        readings += _page(channel, at.astimezone(zone).date(), at)
    except ChannelError as error:
        trouble = error.sentence
    return Measured(channel.name, len(readings), store.save_snapshots(readings), trouble)


def _recent(store: Store, at: datetime) -> Iterator[Post]:
    oldest = at - timedelta(days=POST_DAYS)
    for post in store.posts():
        if post.state is PostState.PUBLISHED and post.urn and post.planned >= oldest:
            yield post


def _page(channel: SocialChannel, day: date, at: datetime) -> Iterator[MetricSnapshot]:
    """The page's numbers of today, from a channel that tells them."""
    if isinstance(channel, PageChannel):
        for name, value in channel.page_statistics().items():
            yield MetricSnapshot(channel.name, PAGE, name, day.isoformat(), Decimal(value), at)
