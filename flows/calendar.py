"""Calendar: the team told of what is coming, and the contacts asked for what is missing."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.calendar_artifacts import show_calendar, show_chase
from omroeper.adapters.prefect_desk.runs import deployment_url, too_late
from omroeper.wiring import open_desk


@task(task_run_name="kalender-{newsletter}", cache_policy=NO_CACHE)
def tell_team(newsletter: str) -> int:
    """Show the year, and mail the team what is new in it; gives how many were told."""
    with open_desk() as desk:
        now = desk.clock.now().astimezone(desk.settings.timezone)
        year = desk.calendar_year(now.year, newsletter)
        show_calendar(year, newsletter, now.year, desk.settings.timezone)
        return sum(desk.tell_team(newsletter).values())


@task(task_run_name="navraag-{newsletter}", cache_policy=NO_CACHE)
def ask_contacts(edition: str, newsletter: str) -> int:
    """Ask who gave nothing yet: for one edition, or for those whose deadline comes near."""
    form_url = deployment_url("contribute/bijdrage")
    asked = 0
    with open_desk() as desk:
        chosen = (desk.choose_issue(edition),) if edition else desk.issues_to_chase(newsletter)
        for issue in chosen:
            listed = desk.chase_list(issue, newsletter)
            done = desk.send_chase(listed, form_url, newsletter)
            show_chase(listed, done, newsletter)
            asked += sum(one.outcome == "sent" for one in done)
    return asked


@flow(
    name="calendar",
    flow_run_name="kalender",
    description="Mailt de redactie de kalender en vraagt contactpersonen om nieuws.",
)
def calendar(edition: str = "", newsletter: str = "") -> dict[str, int]:
    """Tell and ask for every newsletter, each person once.

    `edition` (YYYY-MM) asks for that one of `newsletter`, whatever the day.
    """
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    with open_desk() as desk:
        all_of_them = desk.newsletters
        asked_of = (desk.newsletter_named(newsletter),) if edition or newsletter else all_of_them
    return {
        "told": sum(tell_team(one) for one in all_of_them),
        "asked": sum(ask_contacts(edition, one) for one in asked_of),
    }
