"""Bounces: the mailbox is read; dead addresses and complainers are mailed no more."""

from prefect import flow

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.wiring import open_desk


@flow(
    name="bounces",
    flow_run_name="onbestelbare mail lezen",
    description="Leest wat er terugkwam en haalt adressen die niet meer bestaan van de lijst.",
)
def bounces() -> dict[str, int]:
    """One round, told in numbers (Dutch). A round that breaks off is taken up by the next."""
    with open_desk() as desk:
        if desk.settings.bounces.mailbox is None:
            return {"van de lijst gehaald": desk.judge_refusals(), "postbussen": 0}
        done = desk.read_bounces()
    told = {
        "mails gelezen": done.mails,
        "adres bestaat niet": done.hard,
        "nu niet te bezorgen": done.soft,
        "nog onderweg": done.delayed,
        "klachten": done.complaints,
        "automatische antwoorden": done.auto_replies,
        "over geen mail van ons": done.nobody,
        "al verwerkt": done.repeated,
        "van de lijst gehaald": done.suppressed,
        "blijft liggen om te bekijken": done.left,
        "niet op te halen": done.unreadable,
    }
    if done.mails or done.unreadable or done.suppressed:
        show_table("retour", "postbus", [told], "Wat er aan mail terugkwam")
    return told
