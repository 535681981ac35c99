"""Plausible's Stats API v2 on loopback, as its documentation and source describe it."""

from datetime import date
from typing import Any

from omroeper.demo.analytics_server import AnalyticsServer, Asked, Refused, Tell, Visits

SITE = "organisatie.example"
KEY = "plausible-demo-key"
GOAL = "Aanmelding"
_DIMENSIONS: dict[str, Tell] = {
    "time:day": lambda one: one.day.isoformat(),
    "visit:utm_source": lambda one: one.source or "(not set)",
    "visit:utm_medium": lambda one: one.medium or "(not set)",
    "visit:utm_campaign": lambda one: one.campaign or "(not set)",
    "visit:utm_content": lambda one: one.content or "(not set)",
}
_METRICS: dict[str, Tell] = {
    "visits": lambda one: one.visits,
    "visitors": lambda one: one.visitors,
    "bounce_rate": lambda one: round(100 * (one.visits - one.engaged) / max(one.visits, 1)),
    "events": lambda one: one.conversions,
}


class PlausibleServer(AnalyticsServer):
    """Its `url` takes the place of https://plausible.io."""

    def answer(self, asked: Asked) -> Any:
        if asked.path != "/api/v2/query":
            raise Refused(404, {"error": "Not found"})
        if not asked.token:
            told = "Missing API key. Please use a valid Plausible API key as a Bearer Token."
            raise Refused(401, {"error": told})
        if asked.token != KEY or asked.body.get("site_id") != SITE:
            told = (
                "Invalid API key or site ID. Please make sure you're using a valid API key with "
                "access to the site you've requested."
            )
            raise Refused(401, {"error": told})
        self.use_quota()
        return self._query(asked.body)

    def over_quota(self) -> Refused:
        told = "Too many API requests. Your API key is limited to 600 requests per hour."
        return Refused(429, {"error": told})

    def _query(self, body: dict[str, Any]) -> dict[str, Any]:
        dimensions, metrics = body["dimensions"], body["metrics"]
        if unknown := [one for one in metrics if one not in _METRICS]:
            raise Refused(400, {"error": f'Invalid metric "{unknown[0]}"'})
        first, last = map(date.fromisoformat, body["date_range"])
        rows = [one for one in self.between(first, last) if _fits(one, body["filters"])]
        rows.sort(key=lambda one: [_DIMENSIONS[name](one) for name, _ in body["order_by"]])
        page = {"limit": 10_000, "offset": 0} | body.get("pagination", {})
        shown = rows[page["offset"] : page["offset"] + page["limit"]]
        return {
            "results": [
                {
                    "metrics": [_METRICS[name](one) for name in metrics],
                    "dimensions": [_DIMENSIONS[name](one) for name in dimensions],
                }
                for one in shown
            ],
            "meta": {"total_rows": len(rows)} if body["include"].get("total_rows") else {},
            "query": body,
        }


def _fits(one: Visits, filters: list[Any]) -> bool:
    for operator, dimension, values in filters:
        if operator != "is":
            raise Refused(400, {"error": f'Unknown operator "{operator}"'})
        if dimension == "event:goal":
            if GOAL not in values or not one.conversions:
                return False
        elif _DIMENSIONS[dimension](one) not in values:
            return False
    return True
