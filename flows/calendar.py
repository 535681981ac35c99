"""Calendar: the team told of what is coming, and the contacts asked for what is missing."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.calendar_artifacts import show_calendar, show_chase
from omroeper.adapters.prefect_desk.runs import deployment_url, too_late
from omroeper.wiring import open_desk


@task(task_run_name="kalender", cache_policy=NO_CACHE)
def tell_team() -> int:
    """Show the year, and mail the team what is new in it; gives how many were told."""
    with open_desk() as desk:
        now = desk.clock.now().astimezone(desk.settings.timezone)
        newsletter = desk.newsroom.newsletter.id
        show_calendar(desk.calendar_year(now.year), newsletter, now.year, desk.settings.timezone)
        return sum(desk.tell_team().values())


@task(task_run_name="navraag", cache_policy=NO_CACHE)
def ask_contacts(edition: str) -> int:
    """Ask who gave nothing yet: for one edition, or for those whose deadline comes near."""
    form_url = deployment_url("contribute/bijdrage")
    asked = 0
    with open_desk() as desk:
        issues = (desk.choose_issue(edition),) if edition else desk.issues_to_chase()
        for issue in issues:
            listed = desk.chase_list(issue)
            done = desk.send_chase(listed, form_url)
            show_chase(listed, done, desk.newsroom.newsletter.id)
            asked += sum(one.outcome == "sent" for one in done)
    return asked


@flow(
    name="calendar",
    flow_run_name="kalender",
    description="Mailt de redactie de kalender en vraagt contactpersonen om nieuws.",
)
def calendar(edition: str = "") -> dict[str, int]:
    """Tell and ask, each person once; `edition` (YYYY-MM) asks for that one, whatever the day."""
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    return {"told": tell_team(), "asked": ask_contacts(edition)}
