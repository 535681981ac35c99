"""Verzending: staff pause, resume, stop or slow down a campaign that runs."""

from itertools import count
from typing import Any

from prefect import flow, task
from prefect.cache_policies import INPUTS, RUN_ID

from omroeper.adapters.prefect_desk.artifacts import show_markdown
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.adapters.prefect_desk.runs import schedule_run, this_run
from omroeper.adapters.prefect_desk.steering_desk import SteeringForm, ask_steering
from omroeper.domain.delivery import CampaignState
from omroeper.domain.steering import Action, Order
from omroeper.wiring import open_desk

ONCE = INPUTS + RUN_ID


@task(task_run_name="uitvoeren-{attempt}", persist_result=True, cache_policy=ONCE)
def carry_out(campaign: str, form: dict[str, Any], attempt: int) -> str:
    """Do it, and start sending again where it was resumed; gives the complaint (Dutch), or nothing."""
    order = Order(Action(form["action"]), form["name"], form["note"], form["per_hour"])
    with open_desk() as desk:
        complaint = desk.try_to_steer(campaign, order)
        now = desk.clock.now()
    if not complaint and order.action is Action.RESUME:
        key = f"send-{campaign}-resumed-{this_run()}-{attempt}"
        schedule_run("send/verzenden", {"campaign": campaign}, at=now, key=key, name=key)
    return complaint


@task(task_run_name="keuzes", persist_result=True, cache_policy=ONCE)
def choices(attempt: int) -> tuple[dict[str, str], list[str], tuple[str, ...]]:
    """The campaigns by name with their ids, how each of them stands, and who may sign.

    Kept with the run: a form shows what was true when it was asked. `attempt` tells them apart.
    """
    del attempt
    with open_desk() as desk:
        found = desk.campaigns_to_steer()
        names = {desk.campaign_name(one): one.id for one in found}
        return names, [desk.campaign_line(one) for one in found], desk.team_names()


@flow(
    name="campaign",
    flow_run_name="verzending bijsturen",
    description=(
        "Pauzeert, hervat of stopt een verzending, of geeft haar een ander tempo. Na de start wacht een "
        "formulier op u: druk op Resume."
    ),
    persist_result=True,
)
def campaign() -> str:
    """Ask until the order fits, and carry it out; gives how the campaign stands then."""
    typed: dict[str, Any] = {}
    complaint = ""
    for attempt in count(1):
        names, lines, signers = choices(attempt)
        if not names:
            return show("verzending", "Er is geen verzending die loopt of nog moet beginnen.")
        answer = ask_steering(
            lines,
            list(names),
            key=f"verzending-{attempt}",
            complaint=complaint,
            typed=typed,
            signers=signers,
        )
        if isinstance(answer, SteeringForm):
            typed = answer.model_dump()
            complaint = carry_out(names[answer.campaign], typed, attempt)
            if not complaint:
                return show(names[answer.campaign], told(names[answer.campaign]))
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")


def told(campaign_id: str) -> str:
    """How the campaign stands now, and what that means."""
    with open_desk() as desk:
        ((found, _),) = desk.campaign_status(campaign_id)
        line = desk.campaign_line(found)
    return f"{line} {_MEANS.get(found.state, '')}".strip()


def show(thing: str, text: str) -> str:
    show_markdown("verzending", thing, plain(text), "Verzending")
    return text


_MEANS = {
    CampaignState.PAUSED: "Er gaat niets meer uit tot iemand hervat.",
    CampaignState.CANCELLED: "Wie de mail nog niet had, krijgt hem niet meer.",
}
