"""Matomo: the Reporting API's `Referrers.getCampaigns`. developer.matomo.org/api-reference/reporting-api

It tells visits by the name of the campaign alone: source, medium and content are not known. An engaged
visit is one that did not bounce.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from omroeper.adapters.analytics.asking import MOST_PAGES, Asker, whole
from omroeper.domain.utm import OurLinks
from omroeper.domain.web_visits import WebReading, WebRow

PAGE = 1000
NOTE = "by campaign alone: Matomo does not tell source, medium and content"


class Matomo:
    """Fulfils ports.WebAnalytics for one site. The token goes in the body, so that no log holds it."""

    def __init__(
        self, asker: Asker, token: str, site: int, ours: OurLinks, *, page: int = PAGE
    ) -> None:
        self.name = asker.name
        self._asker = asker
        self._token = token
        self._site = site
        self._ours = ours
        self._page = page

    def daily(self, first: date, last: date) -> WebReading:
        """Limit and offset count for each day apart, so a page is full while any of its days is."""
        rows: list[WebRow] = []
        for number in range(MOST_PAGES):
            told = self._days(first, last, number * self._page)
            for day, campaigns in told.items():
                rows += self._rows(date.fromisoformat(day), campaigns)
            if all(len(campaigns) < self._page for campaigns in told.values()):
                return WebReading(tuple(rows), NOTE)
        raise self._asker.error("it has no end of rows", "Fetch fewer days.")

    def _days(self, first: date, last: date, offset: int) -> dict[str, list[Any]]:
        told = self._asker.post(
            "/index.php",
            refusal=_refusal,
            form={
                "module": "API",
                "method": "Referrers.getCampaigns",
                "format": "JSON",
                "idSite": str(self._site),
                "period": "day",
                "date": f"{first.isoformat()},{last.isoformat()}",
                "filter_limit": str(self._page),
                "filter_offset": str(offset),
                "filter_sort_column": "label",
                "filter_sort_order": "asc",
                "token_auth": self._token,
            },
        )
        if isinstance(told, dict) and told.get("result") == "error":  # with status 200
            raise self._asker.error(
                f"it refused: {str(told.get('message', ''))[:300]}",
                "Check the site's number, and that its token may view that site.",
            )
        if first == last and isinstance(told, list):  # one day comes without its date
            return {first.isoformat(): told}
        if not isinstance(told, dict) or not all(isinstance(v, list) for v in told.values()):
            raise self._asker.error(
                "its answer is not a list of campaigns by day",
                "Check its address in config/analytics.yaml.",
            )
        return told

    def _rows(self, day: date, campaigns: list[Any]) -> Iterator[WebRow]:
        for row in campaigns:
            name = str(row.get("label", ""))
            if self._ours.include(None, None, name):
                visits, bounces, visitors, conversions = (
                    whole(self._asker, row.get(one))
                    for one in ("nb_visits", "bounce_count", "nb_uniq_visitors", "nb_conversions")
                )
                engaged = None if visits is None or bounces is None else visits - bounces
                counts = (visits, engaged, visitors, conversions or 0)
                yield WebRow(day, None, None, name, None, *counts)


def _refusal(_: int, told: Any) -> str:
    return str(told.get("message", "")) if isinstance(told, dict) else ""
