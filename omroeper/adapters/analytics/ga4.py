"""Google Analytics 4: the Data API's `runReport`, with a service account.

developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/properties/runReport
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from omroeper.adapters.analytics.asking import MOST_PAGES, Asker, field, whole
from omroeper.adapters.analytics.service_account import ServiceAccount
from omroeper.domain.utm import OurLinks
from omroeper.domain.web_visits import WebReading, WebRow

BASE_URL = "https://analyticsdata.googleapis.com"
SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
PAGE = 10_000
_DIMENSIONS = (
    "date",
    "sessionManualSource",
    "sessionManualMedium",
    "sessionManualCampaignName",
    "sessionManualAdContent",
)
"""Those of the link itself (utm_…), not what Google makes of it."""
_METRICS = ("sessions", "engagedSessions", "totalUsers", "keyEvents")
_NOT_SET = "(not set)"


class Ga4:
    """Fulfils ports.WebAnalytics for one property."""

    def __init__(
        self,
        asker: Asker,
        account: ServiceAccount,
        property_id: str,
        ours: OurLinks,
        *,
        page: int = PAGE,
    ) -> None:
        self.name = asker.name
        self._asker = asker
        self._account = account
        self._property = property_id
        self._ours = ours
        self._page = page

    def daily(self, first: date, last: date) -> WebReading:
        token = self._account.token(self.name)
        rows: list[WebRow] = []
        notes: set[str] = set()
        for number in range(MOST_PAGES):
            told = self._asker.post(
                f"/v1beta/properties/{self._property}:runReport",
                body=self._report(first, last, number * self._page),
                token=token,
                refusal=_refusal,
            )
            notes |= set(_notes(told.get("metadata") or {}))
            rows += self._rows(told)
            if (number + 1) * self._page >= int(told.get("rowCount") or 0):
                return WebReading(tuple(rows), "; ".join(sorted(notes)))
        raise self._asker.error("it has no end of rows", "Fetch fewer days.")

    def _report(self, first: date, last: date, offset: int) -> dict[str, Any]:
        return {
            "dateRanges": [{"startDate": first.isoformat(), "endDate": last.isoformat()}],
            "dimensions": [{"name": name} for name in _DIMENSIONS],
            "metrics": [{"name": name} for name in _METRICS],
            "dimensionFilter": {
                "andGroup": {
                    "expressions": [
                        _one_of("sessionManualSource", self._ours.sources),
                        _one_of("sessionManualMedium", self._ours.mediums),
                    ]
                }
            },
            # a fixed order, or pages may overlap
            "orderBys": [{"dimension": {"dimensionName": name}} for name in _DIMENSIONS],
            "limit": str(self._page),
            "offset": str(offset),
            "returnPropertyQuota": True,
        }

    def _rows(self, told: Any) -> Iterator[WebRow]:
        """Values are texts; what a provider cannot attribute is `(other)` or `(not set)`."""
        for row in told.get("rows") or ():
            day, *names = [one["value"] for one in field(self._asker, row, "dimensionValues")]
            source, medium, campaign, content = ("" if n == _NOT_SET else n for n in names)
            if self._ours.include(source, medium, campaign):
                values = [whole(self._asker, one["value"]) for one in row["metricValues"]]
                moment = date(int(day[:4]), int(day[4:6]), int(day[6:8]))
                yield WebRow(moment, source, medium, campaign, content, *values)


def _one_of(name: str, values: tuple[str, ...]) -> dict[str, Any]:
    listed = {"values": list(values), "caseSensitive": True}
    return {"filter": {"fieldName": name, "inListFilter": listed}}


def _notes(metadata: dict[str, Any]) -> Iterator[str]:
    """What the property's report is not sure of."""
    for sample in metadata.get("samplingMetadatas") or ():
        read, space = int(sample["samplesReadCount"]), int(sample["samplingSpaceSize"])
        yield f"sampled: {100 * read / max(space, 1):.0f}% of events"
    if metadata.get("subjectToThresholding"):
        yield "thresholded: small numbers are left out"
    if metadata.get("dataLossFromOtherRow"):
        yield "incomplete: some rows are under (other)"


def _refusal(status: int, told: Any) -> str:
    error = told.get("error") if isinstance(told, dict) else None
    if not isinstance(error, dict):
        return ""
    return f"{error.get('status', status)}: {error.get('message', '')}"
