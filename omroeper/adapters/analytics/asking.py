"""How a provider is asked: bounded in time and size, tried again when that may help, with clear errors."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from omroeper import __version__
from omroeper.domain.errors import AnalyticsError

SECONDS = 60.0
MOST_BYTES = 32 * 1024 * 1024
MOST_PAGES = 200
PAUSES = (1.0, 4.0)
"""Seconds before each next try after no answer or a 5xx. A quota (429) is never tried again: it is for
hours or a day, and asking more makes it worse."""
Refusal = Callable[[int, Any], str]
"""What a provider's error body says, given its status."""


class Asker:
    """Asks one provider for JSON. Its addresses come from the operator's own file."""

    def __init__(self, name: str, base_url: str, *, pauses: tuple[float, ...] = PAUSES) -> None:
        self.name = name
        self._base_url = base_url.rstrip("/")
        self._pauses = pauses
        self._client = httpx.Client(
            timeout=SECONDS, headers={"User-Agent": f"Omroeper/{__version__}"}
        )

    def post(
        self,
        path: str,
        *,
        refusal: Refusal,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        token: str = "",
    ) -> Any:
        """The JSON of an answer 200; raises AnalyticsError for everything else."""
        url = path if path.startswith("http") else f"{self._base_url}{path}"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = self._client.build_request(
            "POST", url, json=body, data=dict(form) if form else None, headers=headers
        )
        status, content = self._answer(request)
        told = _json(content)
        if status != 200:
            raise self._refused(status, refusal(status, told))
        if told is None:
            raise self.error("its answer is no JSON", "Check its address in config/analytics.yaml.")
        return told

    def error(self, problem: str, remedy: str) -> AnalyticsError:
        return AnalyticsError(problem, thing=self.name, remedy=remedy)

    def close(self) -> None:
        self._client.close()

    def _answer(self, request: httpx.Request) -> tuple[int, bytes]:
        for pause in (*self._pauses, None):
            try:
                status, content = self._once(request)
            except httpx.HTTPError as cause:
                if pause is None:
                    raise self.error(
                        f"it gave no answer ({type(cause).__name__})",
                        "Check the network and its address; the next night asks again.",
                    ) from cause
            else:
                if status < 500 or pause is None:
                    return status, content
            time.sleep(pause)
        raise AssertionError("unreachable")

    def _once(self, request: httpx.Request) -> tuple[int, bytes]:
        response = self._client.send(request, stream=True)
        try:
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise self.error("its answer is too long", "Ask for fewer days or sites.")
            return response.status_code, bytes(content)
        finally:
            response.close()

    def _refused(self, status: int, told: str) -> AnalyticsError:
        remedy = _REMEDIES.get(status, "Look it up in the provider's documentation.")
        problem = f"it answered {status}" + (f": {told[:300]}" if told else "")
        return self.error(problem, "The next night asks again." if status >= 500 else remedy)


_REMEDIES = {
    400: "Check the names in config/analytics.yaml.",
    401: "Renew its key, and set it in the environment.",
    402: "Its subscription has ended: ask who pays for it.",
    403: "Give the account or key that asks the right to read this site.",
    404: "Check its address and the site in config/analytics.yaml.",
    429: "Its quota is used up; the next night asks again for the days that are missing.",
}


def whole(asker: Asker, value: Any) -> int | None:
    """A count as providers write it: a number, or digits in a text; None where there is none."""
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError) as cause:
        raise asker.error(
            f"‘{str(value)[:40]}’ is not a number", "The provider changed its answers: report it."
        ) from cause
    return round(number)


def field(asker: Asker, told: Any, name: str) -> Any:
    """A part of an answer; raises AnalyticsError when it is not there."""
    if isinstance(told, dict) and name in told:
        return told[name]
    raise asker.error(
        f"‘{name}’ is missing in its answer", "The provider changed its answers: report it."
    )


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
