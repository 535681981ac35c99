"""What LinkedIn's statistics say of a post and of a page. It leaves zeros out: absent means 0.

learn.microsoft.com/linkedin/marketing/community-management/organizations/share-statistics,
follower-statistics and organization-lookup-api (network size)
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from omroeper.adapters.linkedin.calls import Calls
from omroeper.domain.page_figure import PageFigure

STATISTICS = (
    "impressionCount",
    "uniqueImpressionsCount",
    "clickCount",
    "likeCount",
    "commentCount",
    "shareCount",
)
FOLLOWER_GAINS = ("organicFollowerGain", "paidFollowerGain")
_SHARES = "/organizationalEntityShareStatistics"
_FOLLOWERS = "/organizationalEntityFollowerStatistics"


def post_statistics(calls: Calls, urn: str, organization: str) -> dict[str, int]:
    """Lifetime totals of one post."""
    kind = "ugcPosts" if ":ugcPost:" in urn else "shares"
    query = {"organizationalEntity": organization, kind: [urn]}
    totals: Mapping[str, Any] = {}
    for element in calls.find(_SHARES, "organizationalEntity", query):
        totals = element.get("totalShareStatistics") or {}
    return {name: int(totals.get(name, 0)) for name in STATISTICS}


def page_statistics(
    calls: Calls, organization: str, first: date, last: date
) -> tuple[PageFigure, ...]:
    """Followers now, then each day that LinkedIn tells of; a day it leaves out is a gap, not a zero."""
    size = calls.get(
        "/networkSizes/{urn}", {"urn": organization}, {"edgeType": "COMPANY_FOLLOWED_BY_MEMBER"}
    )
    query = {"organizationalEntity": organization, "timeIntervals": _intervals(first, last)}
    gains = calls.find(_FOLLOWERS, "organizationalEntity", query)
    shares = calls.find(_SHARES, "organizationalEntity", query)
    return (
        PageFigure("followers", "", int(size.get("firstDegreeSize", 0))),
        *_by_day(gains, "followerGains", FOLLOWER_GAINS),
        *_by_day(shares, "totalShareStatistics", STATISTICS),
    )


def _by_day(
    elements: list[dict[str, Any]], field: str, names: tuple[str, ...]
) -> Iterator[PageFigure]:
    for element in elements:
        start = datetime.fromtimestamp(element["timeRange"]["start"] / 1000, UTC)
        counts = element.get(field) or {}
        for name in names:
            yield PageFigure(name, start.date().isoformat(), int(counts.get(name, 0)))


def _intervals(first: date, last: date) -> dict[str, Any]:
    """The end is exclusive; both are milliseconds since 1970, at midnight UTC."""
    return {
        "timeRange": {"start": _midnight(first), "end": _midnight(last + timedelta(days=1))},
        "timeGranularityType": "DAY",
    }


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1000
