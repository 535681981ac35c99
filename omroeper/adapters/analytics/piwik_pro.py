"""Piwik PRO: the Analytics API's query, with API credentials.

developers.piwik.pro: custom reports, HTTP API. An engaged visit is one that did not bounce.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from omroeper.adapters.analytics.asking import MOST_PAGES, Asker, field, whole
from omroeper.domain.utm import OurLinks
from omroeper.domain.web_visits import WebReading, WebRow

PAGE = 10_000
_NAMES = ("source", "medium", "campaign_name", "campaign_content")
_METRICS = ("sessions", "bounces", "visitors", "goal_conversions")
_DAY = "timestamp__to_date"


class PiwikPro:
    """Fulfils ports.WebAnalytics for one site or app."""

    def __init__(
        self,
        asker: Asker,
        client: tuple[str, str],
        website: str,
        ours: OurLinks,
        *,
        page: int = PAGE,
    ) -> None:
        self.name = asker.name
        self._asker = asker
        self._client = client
        self._website = website
        self._ours = ours
        self._page = page

    def daily(self, first: date, last: date) -> WebReading:
        token, rows = self._token(), list[WebRow]()
        for number in range(MOST_PAGES):
            told = self._asker.post(
                "/api/analytics/v1/query/",
                body=self._query(first, last, number * self._page),
                token=token,
                refusal=_refusal,
            )
            meta = field(self._asker, told, "meta")
            columns = [str(one) for one in field(self._asker, meta, "columns")]
            rows += self._rows(columns, field(self._asker, told, "data"))
            if (number + 1) * self._page >= int(field(self._asker, meta, "count")):
                return WebReading(tuple(rows))
        raise self._asker.error("it has no end of rows", "Fetch fewer days.")

    def _token(self) -> str:
        name, secret = self._client
        body = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
        told = self._asker.post("/auth/token", body=body, refusal=_refusal)
        return str(field(self._asker, told, "access_token"))

    def _query(self, first: date, last: date, offset: int) -> dict[str, Any]:
        return {
            "website_id": self._website,
            "date_from": first.isoformat(),
            "date_to": last.isoformat(),
            "columns": [
                {"column_id": "timestamp", "transformation_id": "to_date"},
                *({"column_id": name} for name in (*_NAMES, *_METRICS)),
            ],
            "filters": {
                "operator": "and",
                "conditions": [
                    _one_of("source", self._ours.sources),
                    _one_of("medium", self._ours.mediums),
                ],
            },
            "order_by": [[index, "asc"] for index in range(1 + len(_NAMES))],
            "offset": offset,
            "limit": self._page,
            "format": "json",
        }

    def _rows(self, columns: Sequence[str], data: Sequence[Sequence[Any]]) -> Iterator[WebRow]:
        for values in data:
            row = dict(zip(columns, values, strict=False))
            day = str(field(self._asker, row, _DAY))
            source, medium, campaign, content = (_text(row.get(name)) for name in _NAMES)
            if self._ours.include(source, medium, campaign):
                visits, bounces, visitors, goals = (
                    whole(self._asker, row.get(name)) for name in _METRICS
                )
                engaged = None if visits is None or bounces is None else visits - bounces
                parameters = (source, medium, campaign, content)
                moment = date.fromisoformat(day[:10])
                yield WebRow(moment, *parameters, visits, engaged, visitors, goals)


def _one_of(column: str, values: Sequence[str]) -> dict[str, Any]:
    return {
        "operator": "or",
        "conditions": [
            {"column_id": column, "condition": {"operator": "eq", "value": value}}
            for value in values
        ],
    }


def _text(value: Any) -> str:
    """A dimension's value; some come as a pair of code and label, and what is not set is null."""
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None else str(value)


def _refusal(_: int, told: Any) -> str:
    """Errors come as {"error": …, "error_description": …} or as JSON:API's list of errors."""
    if not isinstance(told, dict):
        return ""
    errors = told.get("errors")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return str(errors[0].get("detail") or errors[0].get("title") or "")
    return " ".join(str(told[one]) for one in ("error", "error_description") if one in told)
