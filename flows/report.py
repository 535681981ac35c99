"""Report: the month report of a sent edition or a year's report, as pages, files and artifacts."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import show_markdown
from omroeper.adapters.prefect_desk.parameters import LAST_YEAR, NewsletterWanted, PeriodWanted
from omroeper.wiring import open_desk
from omroeper.wiring.reporting import MadeReport


@task(task_run_name="verslag-{edition}", cache_policy=NO_CACHE)
def make_report(edition: str) -> dict[str, str]:
    """The month report of an edition, with its artifact."""
    with open_desk() as desk:
        return show(desk.make_report(edition))


@task(task_run_name="jaarverslag-{year}", cache_policy=NO_CACHE)
def make_year_report(year: int, newsletter: str) -> dict[str, str]:
    """A newsletter's year report, with its artifact."""
    with open_desk() as desk:
        return show(desk.make_year_report(year, newsletter))


def show(made: MadeReport) -> dict[str, str]:
    """The report in short beside the run, with why a file is missing."""
    told = f"{made.markdown}\n\n{made.missing}" if made.missing else made.markdown
    show_markdown("verslag", made.name, told, made.title)
    return {"report": made.name, "page": made.page}


@flow(
    name="report",
    flow_run_name="verslag {period}",
    description="Maakt het maandverslag van een verzonden editie, of het jaarverslag.",
)
def report(period: PeriodWanted = "", newsletter: NewsletterWanted = "") -> list[dict[str, str]]:
    """Report on a month or a year; without either on what each newsletter sent last."""
    with open_desk() as desk:
        wanted = period
        if period == LAST_YEAR:
            wanted = str(desk.clock.now().astimezone(desk.settings.timezone).year - 1)
        if wanted.isdecimal():
            return [make_year_report(int(wanted), newsletter)]
        asked = desk.edition_of_issue(wanted, newsletter) if wanted else ""
        editions = desk.editions_to_report(asked)
    return [make_report(one) for one in editions]
