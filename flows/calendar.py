"""Calendar: the team told of what is coming, and the contacts asked for what is missing."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.calendar_artifacts import show_calendar, show_chase
from omroeper.adapters.prefect_desk.parameters import MonthWanted, NewsletterWanted
from omroeper.adapters.prefect_desk.runs import deployment_url, too_late
from omroeper.domain.chase import Asking
from omroeper.wiring import open_desk


@task(task_run_name="kalender-{newsletter}", cache_policy=NO_CACHE)
def tell_team(newsletter: str) -> int:
    """Show the year, and mail the team what is new in it; gives how many were told."""
    with open_desk() as desk:
        zone = desk.settings.timezone
        year = desk.clock.now().astimezone(zone).year
        show_calendar(desk.calendar_year(year, newsletter), newsletter, year, zone)
        return sum(desk.tell_team(newsletter).values())


@task(task_run_name="navraag-{newsletter}", cache_policy=NO_CACHE)
def ask_contacts(newsletter: str, edition: str) -> int:
    """Ask who gave nothing yet: for one edition, or for those whose deadline comes near."""
    form_url = deployment_url("contribute/bijdrage")
    asked = 0
    with open_desk() as desk:
        desk.gather_own()
        due = desk.issues_to_chase(newsletter)
        for issue in (desk.choose_issue(edition),) if edition else due:
            listed = desk.chase_list(issue, newsletter)
            done = desk.send_chase(listed, form_url)
            show_chase(listed, done)
            asked += sum(one.outcome is Asking.SENT for one in done)
    return asked


@flow(
    name="calendar",
    flow_run_name="kalender",
    description="Mailt de redactie de kalender en vraagt contactpersonen om nieuws.",
)
def calendar(edition: MonthWanted = "", newsletter: NewsletterWanted = "") -> dict[str, int]:
    """Tell and ask, each person once; a newsletter that fails stops no other, and fails the run.

    `edition` (YYYY-MM) asks for that one, whatever the day, of `newsletter` or that of the settings.
    """
    if too_late(hours=12):
        return {"skipped_because_late": 1}
    with open_desk() as desk:
        one = bool(newsletter or edition)
        wanted = (desk.newsletter_named(newsletter),) if one else desk.newsletters
    told = [tell_team(name, return_state=True) for name in wanted]
    asked = [ask_contacts(name, edition, return_state=True) for name in wanted]
    return {
        "told": sum(state.result() for state in told),
        "asked": sum(state.result() for state in asked),
    }
