"""Abonnees: staff let a list in that waits in the folder; looked at first, added when they say so."""

from itertools import count
from typing import Any

from prefect import flow, task
from prefect.cache_policies import INPUTS, RUN_ID

from omroeper.adapters.prefect_desk.artifacts import show_markdown, show_table
from omroeper.adapters.prefect_desk.list_desk import ListAction, ListForm, ask_list
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.wiring import open_desk
from omroeper.wiring.list_inbox import ListOrder, ListTold

ONCE = INPUTS + RUN_ID


@task(task_run_name="lijst-{attempt}", persist_result=True, cache_policy=ONCE)
def carry_out(form: dict[str, Any], attempt: int) -> ListTold:
    """Look, or import and put the file away. Doing it again changes nothing."""
    del attempt  # tells the rounds apart
    add = form["action"] == ListAction.ADD
    order = ListOrder(form["file"], form["newsletter"], add, form["consent"], form["name"])
    with open_desk() as desk:
        return desk.import_waiting(order)


@task(task_run_name="keuzes", persist_result=True, cache_policy=ONCE)
def choices(attempt: int) -> dict[str, tuple[str, ...]]:
    """The files that wait, the newsletters and who may sign, as they were when the form was asked."""
    del attempt
    with open_desk() as desk:
        waiting = desk.list_inbox.waiting()
        return {"file": waiting, "newsletter": desk.newsletters, "name": desk.team_names()}


@flow(
    name="subscribers",
    flow_run_name="abonnees inlezen",
    description=(
        "Leest een lijst met abonnees in. Na de start wacht een formulier op u: druk op Resume. Eerst "
        "ziet u wat er zou gebeuren."
    ),
    persist_result=True,
)
def subscribers() -> str:
    """Ask until a list was added or somebody says that nothing is to be done; gives what happened."""
    typed: dict[str, Any] = {}
    lines, complaint = ["Kies eerst ‘alleen kijken’: dan ziet u wat er zou gebeuren."], ""
    for attempt in count(1):
        offered = choices(attempt)
        if not offered["file"]:
            return "Er ligt geen lijst in de map."
        answer = ask_list(
            lines, key=f"abonnees-{attempt}", complaint=complaint, typed=typed, choices=offered
        )
        if not isinstance(answer, ListForm):
            complaint = answer.complaint
            continue
        typed, action = answer.model_dump(), ListAction(answer.action)
        if action is ListAction.NOTHING:
            return "Er is niets veranderd."
        told = carry_out(typed, attempt)
        complaint = told.complaint
        if not complaint:
            show(answer.file, told, added=action is ListAction.ADD)
            if action is ListAction.ADD:
                return told.told
            lines = [f"{answer.file}, als u toevoegt: {told.told}."]
    raise AssertionError("count() has no end")


def show(file: str, told: ListTold, *, added: bool) -> None:
    """The numbers, and of the refused rows their place and reason; no address."""
    head = "Toegevoegd" if added else "Zou worden toegevoegd"
    lines = "\n".join(f"- {count} {what}" for what, count in told.counts.items())
    show_markdown("lijst", file, f"{plain(head)} uit {plain(file)}:\n\n{lines}", f"{head}: {file}")
    if told.refused:
        show_table("lijst-geweigerd", file, told.refused, f"Geweigerde regels van {file}")
