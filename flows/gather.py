"""Gather: the programmes' news and the monitor's figures into the database, each with its source."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.runs import too_late
from omroeper.wiring import open_desk


@task(task_run_name="bron-{source_id}", cache_policy=NO_CACHE)
def gather_source(source_id: str) -> dict[str, str | int]:
    """One source. Its failure is a row in the table, never a failed run: the others go on."""
    with open_desk() as desk:
        return desk.gather_source(source_id)


@task(task_run_name="cijfers", cache_policy=NO_CACHE)
def gather_figures() -> tuple[int, int]:
    """Gather the figures; show which editions a revision reopened, or has to be mended in."""
    with open_desk() as desk:
        counted, revised = desk.gather_figures(), desk.revised
    if revised:
        show_table("herziene-cijfers", "cijfers", revised, "Wat herziene cijfers betekenen")
    return counted


@flow(name="gather", flow_run_name="verzamelen", description="Haalt nieuws en cijfers op.")
def gather() -> dict[str, int]:
    """Read every source and the figures; show what each source gave. Twice changes nothing."""
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    with open_desk() as desk:
        source_ids = [source.id for source in desk.sources]
    rows = [gather_source(source_id) for source_id in source_ids]
    new, known = gather_figures()
    show_table("verzameld", "alle bronnen", rows, "Wat elke bron gaf")
    return {
        "items_new": sum(int(row["nieuw"]) for row in rows),
        "items_revised": sum(int(row["gewijzigd"]) for row in rows),
        "items_unchanged": sum(int(row["gelijk"]) for row in rows),
        "sources_failed": sum(1 for row in rows if row["fout"]),
        "figures_new": new,
        "figures_known": known,
    }
