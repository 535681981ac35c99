"""Plausible: the Stats API v2. plausible.io/docs/stats-api

It tells no engaged visits: its bounce rate is a rounded percentage. Conversions are those of the goals
that the operator names.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from omroeper.adapters.analytics.asking import MOST_PAGES, Asker, field, whole
from omroeper.domain.utm import OurLinks
from omroeper.domain.web_visits import WebReading, WebRow

BASE_URL = "https://plausible.io"
PAGE = 10_000
_DIMENSIONS = (
    "time:day",
    "visit:utm_source",
    "visit:utm_medium",
    "visit:utm_campaign",
    "visit:utm_content",
)
_NOT_SET = "(not set)"
_Key = tuple[str, ...]


class Plausible:
    """Fulfils ports.WebAnalytics for one site."""

    def __init__(
        self,
        asker: Asker,
        key: str,
        site: str,
        ours: OurLinks,
        *,
        goals: tuple[str, ...] = (),
        page: int = PAGE,
    ) -> None:
        self.name = asker.name
        self._asker = asker
        self._key = key
        self._site = site
        self._ours = ours
        self._goals = goals
        self._page = page

    def daily(self, first: date, last: date) -> WebReading:
        visits = dict(self._asked(first, last, ["visits", "visitors"], []))
        reached: dict[_Key, list[int | None]] = {}
        if self._goals:
            goal = ["is", "event:goal", list(self._goals)]
            reached = dict(self._asked(first, last, ["events"], [goal]))
        rows = []
        for key, (count, visitors) in visits.items():
            day, source, medium, campaign, content = key
            if self._ours.include(source, medium, campaign):
                conversions = reached.get(key, [0])[0] if self._goals else None
                parameters = (source, medium, campaign, content)
                moment = date.fromisoformat(day)
                rows.append(WebRow(moment, *parameters, count, None, visitors, conversions))
        return WebReading(tuple(rows))

    def _asked(
        self, first: date, last: date, metrics: list[str], filters: list[Any]
    ) -> Iterator[tuple[_Key, list[int | None]]]:
        for number in range(MOST_PAGES):
            told = self._asker.post(
                "/api/v2/query",
                token=self._key,
                refusal=_refusal,
                body={
                    "site_id": self._site,
                    "metrics": metrics,
                    "date_range": [first.isoformat(), last.isoformat()],
                    "dimensions": list(_DIMENSIONS),
                    "filters": [
                        ["is", "visit:utm_source", list(self._ours.sources)],
                        ["is", "visit:utm_medium", list(self._ours.mediums)],
                        *filters,
                    ],
                    "order_by": [[name, "asc"] for name in _DIMENSIONS],
                    "include": {"total_rows": True},
                    "pagination": {"limit": self._page, "offset": number * self._page},
                },
            )
            for row in field(self._asker, told, "results"):
                names = ("" if one == _NOT_SET else str(one) for one in row["dimensions"])
                yield tuple(names), [whole(self._asker, one) for one in row["metrics"]]
            if (number + 1) * self._page >= int(field(self._asker, told["meta"], "total_rows")):
                return
        raise self._asker.error("it has no end of rows", "Fetch fewer days.")


def _refusal(_: int, told: Any) -> str:
    return str(told.get("error", "")) if isinstance(told, dict) else ""
