"""The runs that posts ask for: a review, a moment to place, and the pasted address."""

from datetime import datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES
from prefect.exceptions import ObjectNotFound

from omroeper.adapters.prefect_desk.runs import run_url, schedule_run, this_run

REVIEW = "linkedin/plaatsen"
PLACED = "placed/geplaatst"


def schedule_review(post: str, mark: str, at: datetime) -> str:
    """A run that has one post reviewed; none where one waits already, or was made for this mark."""
    if _is_asked_about(post):
        return ""
    return _scheduled(REVIEW, {"post": post}, at, f"linkedin-{post}-{mark}", f"linkedin {post}")


def schedule_placing(post: str, moment: datetime) -> str:
    """A run that publishes what is due at a moment."""
    key = f"linkedin-plaatsen-{post}-{moment:%Y%m%d%H%M}"
    return _scheduled(REVIEW, {}, moment, key, f"linkedin plaatsen {post}")


def schedule_placed(post: str, at: datetime) -> str:
    """A run that asks for the address of a post placed by hand; gives where its form stands."""
    return _scheduled(PLACED, {"post": post}, at, f"placed-{post}", f"geplaatst {post}")


def _is_asked_about(post: str) -> bool:
    """Whether another run than this one was started for the post and has not ended."""
    not_ended = FlowRunFilterState(type=FlowRunFilterStateType(not_any_=sorted(TERMINAL_STATES)))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=["linkedin"])),
            flow_run_filter=FlowRunFilter(state=not_ended),
        )
    return any(run.parameters.get("post") == post and str(run.id) != this_run() for run in runs)


def _scheduled(
    deployment: str, parameters: dict[str, str], at: datetime, key: str, name: str
) -> str:
    """Where the run stands; empty where its deployment is not registered."""
    try:
        return run_url(schedule_run(deployment, dict(parameters), at=at, key=key, name=name[:80]))
    except ObjectNotFound:
        return ""
