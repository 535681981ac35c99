"""The same HTTP calls that the Prefect UI makes (docs.prefect.io/v3/api-ref/rest-api)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from omroeper.domain.errors import OmroeperError

Json = dict[str, Any]
_ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})


class RunDidNotEndWell(OmroeperError):
    """A flow run of the demo failed, or did not get where it should within its time."""


@dataclass(slots=True)
class PrefectApi:
    """Starts, watches and resumes flow runs. `check` is called while waiting; it may raise."""

    url: str
    check: Callable[[], None]
    client: httpx.Client

    def start(self, deployment: str, parameters: Mapping[str, object]) -> str:
        """Start a run of `flow/deployment` as the UI's "Quick run" does; give its id."""
        found = self._get(f"/deployments/name/{deployment}")
        body = {"parameters": dict(parameters), "state": {"type": "SCHEDULED"}}
        made = self._post(f"/deployments/{found['id']}/create_flow_run", body)
        return str(made["id"])

    def pause_schedules(self, deployment: str) -> None:
        found = self._get(f"/deployments/name/{deployment}")
        self._post(f"/deployments/{found['id']}/pause_deployment", {})

    def runs_of(self, flow: str) -> list[Json]:
        """The runs of a flow, oldest first."""
        body = {"flows": {"name": {"any_": [flow]}}, "sort": "START_TIME_ASC"}
        runs: list[Json] = self._post("/flow_runs/filter", body)
        return runs

    def wait_until_it_asks(self, run: str, key: str, timeout_seconds: float = 180) -> Json:
        """Wait until the run is suspended at a form whose key starts so; give the form's schema."""

        def asking(found: Json) -> bool:
            details = found["state"]["state_details"]
            return found["state"]["name"] == "Suspended" and str(
                details.get("pause_key", "")
            ).startswith(key)

        return self._form(run, self._wait(run, asking, timeout_seconds))

    def next_question(
        self, run: str, last: str, timeout_seconds: float = 180
    ) -> tuple[str, Json] | None:
        """The key and schema of the form it asks after the one with the key `last`; None at its end."""

        def settled(found: Json) -> bool:
            key = found["state"]["state_details"].get("pause_key") or ""
            waits = found["state"]["name"] == "Suspended" and key not in ("", last)
            return waits or found["state"]["type"] in _ENDED

        found = self._wait(run, settled, timeout_seconds)
        if found["state"]["type"] in _ENDED:
            return None
        return str(found["state"]["state_details"]["pause_key"]), self._form(run, found)

    def _form(self, run: str, found: Json) -> Json:
        state = found["state"]
        name = state["state_details"]["run_input_keyset"]["schema"]
        # The run shows as Suspended a moment before its form is stored.
        schema: Json = self._retry(lambda: self.client.get(f"/flow_runs/{run}/input/{name}"))
        return schema

    def answer(self, run: str, form: Mapping[str, object]) -> None:
        """Fill in the form and press Submit."""
        reply = self._retry(
            lambda: self.client.post(f"/flow_runs/{run}/resume", json={"run_input": dict(form)})
        )
        if reply["status"] != "ACCEPT":
            raise RunDidNotEndWell(
                f"the form was not accepted: {reply['details']}",
                thing=f"run {run}",
                remedy="Look at the run in the Prefect UI.",
            )

    def wait_until_completed(self, run: str, timeout_seconds: float = 300) -> Json:
        found = self._wait(run, lambda it: it["state"]["type"] in _ENDED, timeout_seconds)
        if found["state"]["type"] != "COMPLETED":
            raise RunDidNotEndWell(
                f"ended as {found['state']['name']}: {found['state'].get('message') or ''}",
                thing=f"run '{found['name']}'",
                remedy="Its log is in prefect-worker.log.",
            )
        return found

    def _wait(self, run: str, done: Callable[[Json], bool], timeout_seconds: float) -> Json:
        until = time.monotonic() + timeout_seconds
        while time.monotonic() < until:
            self.check()
            found = self._get(f"/flow_runs/{run}")
            if done(found):
                return found
            if found["state"]["type"] in _ENDED:
                break
            time.sleep(0.3)
        state = found["state"]
        raise RunDidNotEndWell(
            f"is {state['name']} ({state.get('message') or 'no message'})",
            thing=f"run '{found['name']}'",
            remedy="Its log is in prefect-worker.log.",
        )

    def _get(self, path: str) -> Json:
        found: Json = self._retry(lambda: self.client.get(path))
        return found

    def _post(self, path: str, body: Mapping[str, object]) -> Any:
        return self._retry(lambda: self.client.post(path, json=body))

    def _retry(self, call: Callable[[], httpx.Response], tries: int = 20) -> Any:
        """Repeat while SQLite is busy (503) or the thing is not there yet (404)."""
        for attempt in range(tries):
            reply = call()
            if reply.status_code not in {404, 409, 503} or attempt == tries - 1:
                break
            time.sleep(0.25)
        reply.raise_for_status()
        return reply.json() if reply.content else {}


def open_prefect_api(url: str, check: Callable[[], None]) -> PrefectApi:
    return PrefectApi(url, check, httpx.Client(base_url=f"{url}/api", timeout=60))
