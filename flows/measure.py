"""Measure: deliveries, leavings, clicks, the list, LinkedIn and web analytics, as snapshots."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.runs import too_late
from omroeper.domain.measuring import Measured
from omroeper.wiring import open_desk


@task(task_run_name="meten-{campaign}", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def measure_campaign(campaign: str) -> Measured:
    """Read and store one campaign's metrics; reading again is harmless, so it may be retried."""
    with open_desk() as desk:
        return desk.measure_campaign(campaign)


@task(task_run_name="meten-lezers", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def measure_list() -> Measured:
    """Count what came to and went from the list, and its sizes."""
    with open_desk() as desk:
        return desk.measure_list()


@task(task_run_name="meten-linkedin", cache_policy=NO_CACHE)
def measure_posts() -> Measured:
    """Ask LinkedIn once; it limits calls a day, and the next night asks again."""
    with open_desk() as desk:
        return desk.measure_posts()


@task(task_run_name="meten-website", cache_policy=NO_CACHE)
def measure_web() -> tuple[Measured, ...]:
    """Ask web analytics once; the next night fetches these days again."""
    with open_desk() as desk:
        return desk.measure_web()


@flow(
    name="measure", flow_run_name="meten", description="Telt wat er met elke verzending gebeurde."
)
def measure() -> dict[str, int]:
    """Take snapshots of every recent campaign, the list, LinkedIn and the website."""
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    with open_desk() as desk:
        campaigns = desk.campaigns_to_measure()
    parts = [measure_campaign(campaign) for campaign in campaigns]
    parts += [measure_list(), measure_posts(), *measure_web()]
    rows: list[dict[str, str | int]] = [
        {
            "onderdeel": part.part,
            "gelezen": part.read,
            "nieuw": part.added,
            "bijzonderheden": part.trouble,
        }
        for part in parts
    ]
    show_table("gemeten", "cijfers", rows, "Wat er gemeten is")
    return {"campaigns": len(campaigns), "snapshots": sum(part.added for part in parts)}
