"""Statistics of posts and pages, which leave zeros out.

learn.microsoft.com/linkedin/marketing/community-management/organizations/share-statistics and
follower-statistics
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from omroeper.demo.linkedin.state import Asked, Reply, Simulated, denied

_POST = re.compile(r"urn:li:(?:share|ugcPost):\d+")
_GAINS = ("organicFollowerGain", "paidFollowerGain")
_START, _END = re.compile(r"start:(\d+)"), re.compile(r"end:(\d+)")


def share_statistics(state: Simulated, asked: Asked) -> Reply:
    """By `shares` or `ugcPosts` (each post apart), by `timeIntervals` (days), or lifetime."""
    organization = asked.query.get("organizationalEntity", "")
    if organization not in state.administers:
        return denied("partnerApiOrganizationalEntityShareStatistics.FINDER.20261001")
    about = {"organizationalEntity": organization}
    if "timeIntervals" in asked.query:
        elements = [
            {**about, "timeRange": span, "totalShareStatistics": _present(found, gains=False)}
            for span, found in _days(state, organization, asked.query["timeIntervals"])
        ]
        return _answer(elements)
    elements = []
    for field, kind in (("shares", "share"), ("ugcPosts", "ugcPost")):
        for urn in _POST.findall(asked.query.get(field, "")):
            if f":{kind}:" in urn and urn in state.statistics:
                totals = _present(state.statistics[urn], gains=False)
                elements.append({**about, kind: urn, "totalShareStatistics": totals})
    return _answer(elements)


def follower_statistics(state: Simulated, asked: Asked) -> Reply:
    organization = asked.query.get("organizationalEntity", "")
    if organization not in state.administers:
        return denied("partnerApiOrganizationalEntityFollowerStatistics.FINDER.20261001")
    days = _days(state, organization, asked.query.get("timeIntervals", ""))
    return _answer(
        [
            {
                "organizationalEntity": organization,
                "timeRange": span,
                "followerGains": _present(found, gains=True),
            }
            for span, found in days
        ]
    )


def network_size(state: Simulated, urn: str) -> Reply:
    return Reply(200, {"firstDegreeSize": state.followers.get(urn, 0)})


def _answer(elements: list[dict[str, Any]]) -> Reply:
    return Reply(200, {"elements": elements, "paging": {"start": 0, "count": 10, "links": []}})


def _present(found: dict[str, int], *, gains: bool) -> dict[str, int]:
    return {name: value for name, value in found.items() if value and (name in _GAINS) is gains}


def _days(
    state: Simulated, organization: str, intervals: str
) -> list[tuple[dict[str, int], dict[str, int]]]:
    """The days of the interval that there is anything of; the end is exclusive."""
    start, end = _START.search(intervals), _END.search(intervals)
    if start is None or end is None:
        return []
    found = []
    for day, numbers in sorted(state.days.get(organization, {}).items()):
        begins = datetime.fromisoformat(day).replace(tzinfo=UTC)
        span = {
            "start": int(begins.timestamp() * 1000),
            "end": int((begins + timedelta(days=1)).timestamp() * 1000),
        }
        if int(start[1]) <= span["start"] < int(end[1]):
            found.append((span, numbers))
    return found
