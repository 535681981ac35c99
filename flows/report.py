"""Report: the month report of a sent edition, as a page and as an artifact."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import show_markdown
from omroeper.adapters.prefect_desk.parameters import EditionWanted
from omroeper.wiring import open_desk


@task(task_run_name="verslag-{edition}", cache_policy=NO_CACHE)
def make_report(edition: str) -> dict[str, str]:
    with open_desk() as desk:
        made = desk.make_report(edition)
    show_markdown("verslag", edition, made["markdown"], f"Maandverslag {edition}")
    return {"edition": edition, "page": made["page"]}


@flow(
    name="report",
    flow_run_name="verslag {edition}",
    description="Maakt het maandverslag van een verzonden editie.",
)
def report(edition: EditionWanted = "") -> list[dict[str, str]]:
    """Report on `edition`, or, when empty, on what each newsletter sent last."""
    with open_desk() as desk:
        editions = desk.editions_to_report(edition)
    return [make_report(one) for one in editions]
