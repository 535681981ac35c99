"""Drives one flow run in this process: run until it suspends, answer, run again."""

from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import Pause
from prefect.flow_engine import run_flow
from prefect.flows import Flow


def apply_deployment(flow: Flow[Any, Any], name: str) -> UUID:
    """Register the flow under this name; gives the deployment's id."""
    deployed = flow.to_deployment(name=name)
    return UUID(str(deployed.apply()))  # type: ignore[union-attr]  # sync here


class Run:
    """One run of a deployed flow."""

    def __init__(
        self,
        flow: Flow[Any, Any],
        deployment: str,
        parameters: dict[str, Any],
        run_id: UUID | None = None,
    ) -> None:
        """A new run, or the one that was scheduled already as `run_id`."""
        self.flow = flow
        self.parameters = parameters
        self.id = run_id or self._made(apply_deployment(flow, deployment))

    def _made(self, deployment: UUID) -> UUID:
        with get_client(sync_client=True) as client:
            made = client.create_flow_run_from_deployment(deployment, parameters=self.parameters)
        return UUID(str(made.id))

    def go_on(self) -> Any:
        """Run as a worker would; gives the result, or None when it suspended."""
        with get_client(sync_client=True) as client:
            run = client.read_flow_run(self.id)
        try:
            return run_flow(self.flow, flow_run=run, parameters=self.parameters)
        except Pause:
            return None

    @property
    def key(self) -> str:
        """The key of the question it waits with; empty when it does not wait."""
        with get_client(sync_client=True) as client:
            state = client.read_flow_run(self.id).state
        if state is None or state.name != "Suspended":
            return ""
        return str(state.state_details.pause_key)

    def description(self) -> str:
        """What stands above the first field's own help."""
        return str(next(iter(self.schema()["properties"].values()))["description"])

    def schema(self) -> dict[str, Any]:
        found: dict[str, Any] = self._input("schema")
        return found

    def answer(self, **form: Any) -> str:
        """Fill in the form as the Prefect UI does, which sends what it prefilled as well; gives the
        status, ACCEPT or REJECT."""
        fields = self.schema()["properties"]
        filled = {name: field["default"] for name, field in fields.items() if "default" in field}
        return self.post({**filled, **form})

    def approve(self, name: str = "Ruben Voorbeeld", note: str = "") -> str:
        """Approve, and take on whatever the draft was warned of."""
        form: dict[str, Any] = {"decision": "goedkeuren", "name": name, "note": note}
        if "accepted" in (fields := self.schema()["properties"]):
            form |= {"accepted": fields["accepted"]["items"]["enum"], "note": "Gezien"}
        return self.answer(**form)

    def decide_posts(self, *decisions: str, name: str = "Ruben Voorbeeld", **more: str) -> str:
        """Decide on the posts of the form in their order, the last decision on all that are left;
        what they were warned of is taken on."""
        fields = self.schema()["properties"]
        numbers = [int(one.removeprefix("decision_")) for one in fields if one[:9] == "decision_"]
        chosen = {f"decision_{n}": decisions[min(n, len(decisions)) - 1] for n in numbers}
        form: dict[str, Any] = {**chosen, "name": name, **more}
        if "accepted" in fields:
            form |= {"accepted": fields["accepted"]["items"]["enum"], "why": "Gezien"}
        return self.answer(**form)

    def post(self, form: dict[str, Any]) -> str:
        """Post exactly this to the run; gives the status, ACCEPT or REJECT."""
        with get_client(sync_client=True) as client:
            reply = client.resume_flow_run(self.id, run_input=form)
        return str(reply.status.value)

    def _input(self, part: str) -> Any:
        import json

        with get_client(sync_client=True) as client:
            state = client.read_flow_run(self.id).state
            assert state is not None
            keys = state.state_details.run_input_keyset
            assert keys is not None
            raw = client._client.get(f"/flow_runs/{self.id}/input/{keys[part]}").json()
        try:
            return json.loads(raw) if isinstance(raw, str) else raw
        except ValueError:
            return raw
