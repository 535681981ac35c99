"""Gather: the programmes' news and the monitor's figures into the database, each with its source."""

from collections.abc import Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import (
    move_progress,
    show_health,
    show_progress,
    show_table,
)
from omroeper.adapters.prefect_desk.runs import too_late
from omroeper.domain.figure_gathering import FigureGathering
from omroeper.domain.source import SourceOutcome
from omroeper.wiring import open_desk

BATCH = 100
"""Sources a task: side by side within it, and a step of the progress bar."""


@task(task_run_name="bronnen-{first}", cache_policy=NO_CACHE)
def gather_batch(source_ids: list[str], first: int) -> tuple[SourceOutcome, ...]:
    """Visit these sources. A failure is a row in the table, never a failed run: the others go on."""
    with open_desk() as desk:
        return desk.gather_batch(source_ids)


@task(task_run_name="gezondheid", cache_policy=NO_CACHE)
def report_health(outcomes: Sequence[SourceOutcome]) -> int:
    """Show which sources need attention; the operator is told once of each trouble."""
    with open_desk() as desk:
        found = desk.report_health(outcomes)
        show_table("verzameld", "alle bronnen", list(map(desk.outcome_row, outcomes)),
                   "Wat elke bron gaf")  # fmt: skip
    show_health(found)
    return len({one.source for one in found})


@task(task_run_name="cijfers", cache_policy=NO_CACHE)
def gather_figures() -> FigureGathering:
    """Gather the figures; show which editions a revision reopened, or has to be mended in."""
    with open_desk() as desk:
        found, revised = desk.gather_figures(), desk.revised
        rows = desk.figure_rows(found)
    if rows:
        show_table("cijferbronnen", "cijferbronnen", rows, "Let op bij de cijfers")
    if revised:
        show_table("herziene-cijfers", "cijfers", revised, "Wat herziene cijfers betekenen")
    return found


@flow(name="gather", flow_run_name="verzamelen", description="Haalt nieuws en cijfers op.")
def gather() -> dict[str, int]:
    """Read every source and the figures; show what each source gave. Twice changes nothing."""
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    with open_desk() as desk:
        source_ids = [source.id for source in desk.sources]
    outcomes: list[SourceOutcome] = []
    progress = show_progress("verzamelen", 0, "Bezochte bronnen in procenten")
    for first in range(0, len(source_ids), BATCH):
        outcomes += gather_batch(source_ids[first : first + BATCH], first + 1)
        move_progress(progress, 100 * min(first + BATCH, len(source_ids)) / len(source_ids))
    troubled = report_health(outcomes)
    figures = gather_figures()
    return {
        "items_new": sum(one.changes.new for one in outcomes),
        "items_revised": sum(one.changes.revised for one in outcomes),
        "items_unchanged": sum(one.changes.unchanged for one in outcomes),
        "sources_failed": sum(1 for one in outcomes if one.error),
        "sources_in_trouble": troubled,
        "figures_new": figures.new,
        "figures_known": figures.known,
    }
