"""Matomo's Reporting API on loopback: `Referrers.getCampaigns`, as its documentation describes it.

A refusal comes with status 200; one day comes as a list and several as an object by day; limit and
offset count for each day; campaigns are told by name alone, in small letters.
"""

from datetime import date, timedelta
from typing import Any

from omroeper.demo.analytics_server import AnalyticsServer, Asked, Refused

SITE = 3
TOKEN = "c0ffee00c0ffee00c0ffee00c0ffee00"  # noqa: S105 - opens nothing but this simulator


class MatomoServer(AnalyticsServer):
    """Its `url` takes the place of an installation's."""

    def answer(self, asked: Asked) -> Any:
        form = asked.body if isinstance(asked.body, dict) else {}
        if asked.path != "/index.php" or form.get("module") != "API":
            raise Refused(404, {})
        if form.get("token_auth") != TOKEN or form.get("idSite") != str(SITE):
            told = (
                f"You can't access this resource as it requires 'view' access for site id {SITE}."
            )
            return {"result": "error", "message": told}
        if form.get("method") != "Referrers.getCampaigns":
            return {"result": "error", "message": "The method does not exist or is not available."}
        self.use_quota()
        return self._campaigns(form)

    def over_quota(self) -> Refused:
        """Matomo Cloud limits calls; on an installation of one's own its web server may."""
        return Refused(429, {"result": "error", "message": "Too many requests."})

    def _campaigns(self, form: dict[str, str]) -> Any:
        first, last = map(date.fromisoformat, form["date"].split(","))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        limit, offset = int(form.get("filter_limit", "100")), int(form.get("filter_offset", "0"))
        told = {day.isoformat(): self._day(day)[offset : offset + limit] for day in days}
        return told[first.isoformat()] if first == last else told

    def _day(self, day: date) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for one in self.between(day, day):
            label = one.campaign.lower()
            row = found.setdefault(
                label,
                {
                    "label": label,
                    "nb_uniq_visitors": 0,
                    "nb_visits": 0,
                    "nb_actions": 0,
                    "bounce_count": 0,
                    "nb_conversions": 0,
                    "segment": f"referrerName=={label};referrerType==campaign",
                },
            )
            row["nb_visits"] += one.visits
            row["nb_uniq_visitors"] += one.visitors
            row["bounce_count"] += one.visits - one.engaged
            row["nb_conversions"] += one.conversions
        return [found[label] for label in sorted(found)]
