"""Housekeeping: what is kept of people no longer than the settings say."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.domain.retention import Purged
from omroeper.wiring import open_desk


@task(task_run_name="opruimen", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=60)
def purge() -> Purged:
    """Forget all whose period is over; doing it again is harmless, so it may be retried."""
    with open_desk() as desk:
        purged = desk.purge()
        rows = desk.retention_rows(purged)
    show_table("opgeruimd", "bewaartermijnen", rows, "Wat er is opgeruimd")
    return purged


@flow(
    name="housekeeping",
    flow_run_name="opruimen",
    description="Wist persoonsgegevens waarvan de bewaartermijn voorbij is.",
)
def housekeeping() -> dict[str, int]:
    """Purge; a late run is as good as one in time."""
    purged = purge()
    return {"forgotten": purged.total, "left": purged.left, "copies": purged.copies}
