"""Piwik PRO's token and Analytics API on loopback, as its documentation describes them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from omroeper.demo.analytics_server import AnalyticsServer, Asked, Refused, Tell, Visits

WEBSITE = "3b21adac-0000-4903-a29c-000000000000"
CLIENT = ("demo-client", "demo-secret")
_TOKEN = "eyJ.demo"  # noqa: S105 - opens nothing but this simulator
_COLUMNS: dict[str, Tell] = {
    "timestamp__to_date": lambda one: one.day.isoformat(),
    "source": lambda one: one.source or None,
    "medium": lambda one: one.medium or None,
    "campaign_name": lambda one: one.campaign or None,
    "campaign_content": lambda one: one.content or None,
    "sessions": lambda one: one.visits,
    "bounces": lambda one: one.visits - one.engaged,
    "visitors": lambda one: one.visitors,
    "goal_conversions": lambda one: one.conversions,
}


class PiwikProServer(AnalyticsServer):
    """Its `url` takes the place of https://account.piwik.pro."""

    def answer(self, asked: Asked) -> Any:
        if asked.path == "/auth/token":
            return self._token(asked.body)
        if asked.token != _TOKEN:
            raise _refused(401, "Unauthorized", "Access token is invalid or has expired.")
        if asked.path != "/api/analytics/v1/query/":
            raise _refused(404, "Not Found", "Not Found")
        self.use_quota()
        return self._query(asked.body)

    def over_quota(self) -> Refused:
        return _refused(429, "Too Many Requests", "API rate limit exceeded")

    def _token(self, body: dict[str, str]) -> dict[str, Any]:
        if (body.get("client_id"), body.get("client_secret")) != CLIENT:
            told = {"error": "invalid_client", "error_description": "Client authentication failed"}
            raise Refused(401, told)
        return {"token_type": "Bearer", "expires_in": 1800, "access_token": _TOKEN}

    def _query(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["website_id"] != WEBSITE:
            raise _refused(403, "Forbidden", "No access to this website or app.")
        names = [_column(one) for one in body["columns"]]
        if unknown := [one for one in names if one not in _COLUMNS]:
            raise _refused(400, "Bad Request", f"column {unknown[0]} does not exist")
        first, last = (date.fromisoformat(body[one]) for one in ("date_from", "date_to"))
        rows = [one for one in self.between(first, last) if _fits(one, body["filters"])]
        data = [[_COLUMNS[name](one) for name in names] for one in rows]
        order = [index for index, _ in body["order_by"]]
        data.sort(key=lambda row: [str(row[index] or "") for index in order])
        page = data[body["offset"] : body["offset"] + body["limit"]]
        return {"data": page, "meta": {"columns": names, "count": len(data)}}


def _column(asked: dict[str, str]) -> str:
    transformed = asked.get("transformation_id")
    return f"{asked['column_id']}__{transformed}" if transformed else asked["column_id"]


def _fits(one: Visits, asked: dict[str, Any]) -> bool:
    """A condition, or conditions under `and` or `or`."""
    if "conditions" in asked:
        answers: Sequence[bool] = [_fits(one, each) for each in asked["conditions"]]
        return all(answers) if asked["operator"] == "and" else any(answers)
    condition = asked["condition"]
    return bool(
        condition["operator"] == "eq" and _COLUMNS[asked["column_id"]](one) == condition["value"]
    )


def _refused(status: int, title: str, detail: str) -> Refused:
    return Refused(status, {"errors": [{"status": str(status), "title": title, "detail": detail}]})
