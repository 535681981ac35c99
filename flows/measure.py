"""Measure: deliveries, unsubscribes, clicks per link and LinkedIn's statistics, as snapshots."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.runs import too_late
from omroeper.wiring import open_desk


@task(task_run_name="meten-{campaign}", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def measure_campaign(campaign: str) -> dict[str, str | int]:
    """Read and store one campaign's metrics; reading again is harmless, so it may be retried."""
    with open_desk() as desk:
        return desk.measure_campaign(campaign)


@flow(
    name="measure", flow_run_name="meten", description="Telt wat er met elke verzending gebeurde."
)
def measure() -> dict[str, int]:
    """Take a snapshot of every recent campaign."""
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    with open_desk() as desk:
        campaigns = desk.campaigns_to_measure()
    rows = [measure_campaign(campaign) for campaign in campaigns]
    if rows:
        show_table("gemeten", "campagnes", rows, "Wat er gemeten is")
    return {"campaigns": len(rows), "snapshots": sum(int(row["metingen"]) for row in rows)}
