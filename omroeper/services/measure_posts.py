"""What LinkedIn tells of posts and of the page. Totals are for a post's life: reports take differences."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from omroeper.domain.errors import ChannelError
from omroeper.domain.measuring import Measured
from omroeper.domain.metric import MetricSnapshot, total
from omroeper.domain.post import Post, PostState
from omroeper.ports import SocialChannel, Store

POST_DAYS = 90
"""How long after it was planned a post is read every night: after that hardly anyone sees it."""
PAGE = "page"
LATE_DAYS = 3
"""How many days back the page's numbers are read again."""


def measure_posts(
    store: Store, channel: SocialChannel, at: datetime, zone: tzinfo, pages: Sequence[str] = ("",)
) -> Measured:
    """Read and store the statistics of recent posts and of the pages, whose first has no name.

    A channel that does not answer leaves a gap, not a zero, and is asked no more: it limits calls a day.
    """
    readings: list[MetricSnapshot] = []
    trouble = ""
    try:
        for post in _recent(store, at):
            found = channel.statistics(post.urn, post.page)
            readings += [total(channel.name, post.id, name, n, at) for name, n in found.items()]
        for page in pages:
            readings += _page(channel, page, at.astimezone(zone).date(), at)
    except ChannelError as error:
        trouble = error.sentence
    return Measured(channel.name, len(readings), store.save_snapshots(readings), trouble)


def _recent(store: Store, at: datetime) -> Iterator[Post]:
    oldest = at - timedelta(days=POST_DAYS)
    for post in store.posts():
        if post.state is PostState.PUBLISHED and post.urn and post.planned >= oldest:
            yield post


def _page(channel: SocialChannel, page: str, today: date, at: datetime) -> Iterator[MetricSnapshot]:
    """The page as it stands today, and its last days, of which the numbers may have come late."""
    first, last = today - timedelta(days=LATE_DAYS), today - timedelta(days=1)
    for found in channel.page_statistics(page, first, last):
        period = found.period or today.isoformat()
        subject = f"{PAGE}:{page}" if page else PAGE
        yield MetricSnapshot(channel.name, subject, found.metric, period, Decimal(found.value), at)
