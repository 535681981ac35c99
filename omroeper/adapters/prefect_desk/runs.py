"""Starting other flows' runs, and the deep links to runs in the Prefect UI."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.settings import PREFECT_UI_URL


def schedule_run(
    deployment: str, parameters: dict[str, Any], *, at: datetime, key: str, name: str
) -> UUID:
    """Schedule one run of `flow/deployment` and return its id; the same key makes no second run.

    A moment in the past runs at once.
    """
    run = run_deployment(  # sync here, so never a coroutine
        deployment,
        parameters=parameters,
        scheduled_time=at,
        timeout=0,
        idempotency_key=key,
        flow_run_name=name,
        as_subflow=False,
    )
    return UUID(str(run.id))  # type: ignore[union-attr]


def run_url(run_id: UUID | str) -> str:
    """Where the run, with its form when it waits, stands in the Prefect UI (first interface)."""
    return f"{PREFECT_UI_URL.value() or ''}/runs/flow-run/{run_id}"


def deployment_url(name: str) -> str:
    """Where `flow/deployment` can be started in the Prefect UI; empty when it is not registered."""
    try:
        with get_client(sync_client=True) as client:
            found = client.read_deployment_by_name(name)
    except ObjectNotFound:
        return ""
    return f"{PREFECT_UI_URL.value() or ''}/deployments/deployment/{found.id}"


def posts_url(parameter: str, value: str) -> str:
    """Where the newest run of `linkedin` that was started with this and has not ended stands.

    Empty when there is none.
    """
    not_ended = FlowRunFilterState(type=FlowRunFilterStateType(not_any_=sorted(TERMINAL_STATES)))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=["linkedin"])),
            flow_run_filter=FlowRunFilter(state=not_ended),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        )
    found = (run.id for run in runs if run.parameters.get(parameter) == value)
    return next(map(run_url, found), "")


def this_run() -> str:
    """The id of the run that is asking; empty outside a run."""
    return str(flow_run.get_id() or "")


def planned_start() -> datetime | None:
    """When this run was planned to start (aware), to tell a late one from one in time."""
    return flow_run.get_scheduled_start_time()


def too_late(hours: float) -> bool:
    """Whether this run starts that much later than planned.

    After an outage Prefect executes every missed run; one gathering is enough.
    """
    planned = planned_start()
    return planned is not None and datetime.now(UTC) - planned > timedelta(hours=hours)
