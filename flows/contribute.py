"""Bijdrage: staff of a programme hand in news, an agenda item or a LinkedIn proposal."""

from itertools import count
from typing import Any

from prefect import flow, task
from prefect.cache_policies import INPUTS, RUN_ID

from omroeper.adapters.prefect_desk import review_desk
from omroeper.adapters.prefect_desk.artifacts import show_markdown
from omroeper.adapters.prefect_desk.forms import ContributionForm
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.adapters.prefect_desk.runs import schedule_run, this_run
from omroeper.wiring import open_desk
from omroeper.wiring.contributing import HandedIn

ONCE = INPUTS + RUN_ID


@task(task_run_name="controleren-{attempt}", persist_result=True, cache_policy=ONCE)
def check_and_store(form: dict[str, Any], attempt: int) -> HandedIn:
    """Check what was typed; when it fits, store it and have a LinkedIn proposal reviewed."""
    with open_desk() as desk:
        handed = desk.hand_in(form, run=this_run())
        if handed.kind == "linkedin":
            schedule_run(
                "linkedin/plaatsen",
                {"post": handed.thing},
                at=desk.clock.now(),
                key=f"linkedin-{handed.thing}-{this_run()}",
                name=f"linkedin {handed.title[:60]}",
            )
        return handed


@task(task_run_name="laten zien", persist_result=True, cache_policy=ONCE)
def show(handed: HandedIn) -> str:
    """The receipt, with the page that shows the contribution as the newsletter would."""
    where = (
        "De redactie krijgt dit bericht ter beoordeling, in de run van linkedin."
        if handed.kind == "linkedin"
        else f"[Bekijk uw bijdrage]({handed.url}). De redactie kiest wat in welke nieuwsbrief komt."
    )
    markdown = f"# Dank u wel\n\n**{plain(handed.title)}** is verwerkt.\n\n{where}"
    show_markdown("bijdrage", handed.thing, markdown, f"Bijdrage: {handed.title}")
    return handed.url or handed.thing


@flow(
    name="contribute",
    flow_run_name="bijdrage",
    description=(
        "Levert nieuws, een agendapunt of een LinkedIn-bericht aan. Na de start wacht een formulier "
        "op u: druk op Resume."
    ),
    persist_result=True,
)
def contribute() -> str:
    """Ask until the contribution fits; gives its page, or the id of the post that is reviewed."""
    typed: dict[str, Any] = {}
    complaint = ""
    for attempt in count(1):
        with open_desk() as desk:
            programmes = desk.programme_choices()
        answer = review_desk.ask_contribution(
            key=f"bijdrage-{attempt}", complaint=complaint, programmes=programmes, typed=typed
        )
        if isinstance(answer, ContributionForm):
            typed = answer.model_dump()
            handed = check_and_store(typed, attempt)
            if not handed.complaint:
                return show(handed)
            complaint = handed.complaint
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")
