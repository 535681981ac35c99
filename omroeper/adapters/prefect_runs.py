"""When each flow last ended well, asked of Prefect's server (docs.prefect.io/v3/api-ref/rest-api).

Over HTTP, since the web pages should not have to import Prefect for it.
"""

from datetime import datetime
from typing import Any

import httpx

from omroeper.domain.operating import FlowRuns

_SECONDS = 3.0
_MOST_FLOWS = 200


def last_successes(api_url: str, auth: str) -> FlowRuns:
    """Of every flow the server knows; `auth` is `name:password` or empty."""
    name, _, password = auth.partition(":")
    try:
        with httpx.Client(
            base_url=api_url, timeout=_SECONDS, auth=(name, password) if auth else None
        ) as client:
            flows = _filtered(client, "flows", {"limit": _MOST_FLOWS})
            found = {str(flow["name"]): _last(client, str(flow["id"])) for flow in flows}
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return FlowRuns(False, {})
    return FlowRuns(True, {flow: moment for flow, moment in found.items() if moment is not None})


def _last(client: httpx.Client, flow: str) -> datetime | None:
    wanted = {
        "flows": {"id": {"any_": [flow]}},
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        "sort": "END_TIME_DESC",
        "limit": 1,
    }
    runs = _filtered(client, "flow_runs", wanted)
    ended = runs[0]["end_time"] if runs else None
    return datetime.fromisoformat(ended) if ended else None


def _filtered(client: httpx.Client, kind: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post(f"/{kind}/filter", json=wanted)
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()
    return rows
