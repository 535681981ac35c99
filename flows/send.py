"""Send: an approved edition to its frozen audience, in batches, each copy at most once."""

from datetime import datetime
from itertools import count

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import (
    findings_markdown,
    move_progress,
    show_markdown,
    show_progress,
    show_table,
)
from omroeper.adapters.prefect_desk.runs import schedule_run, this_run
from omroeper.domain.delivery import Tally
from omroeper.services.gate import WHY_HELD_BACK, HeldBack
from omroeper.wiring import open_desk


@task(task_run_name="lichting-{number}", cache_policy=NO_CACHE, retries=0)
def send_batch(campaign: str, number: int) -> Tally:
    """Claim, hand over and settle one batch. Never retried by Prefect: the ledger decides."""
    with open_desk() as desk:
        return desk.send_batch(campaign, worker=f"{this_run()}:{number}")


@flow(
    name="send",
    flow_run_name="verzenden {campaign}",
    description="Verzendt een goedgekeurde editie aan de vastgelegde ontvangers.",
)
def send(campaign: str = "") -> dict[str, dict[str, int | bool]]:
    """Send this campaign; without one, whatever is due and was left by a run that broke off."""
    with open_desk() as desk:
        due = [campaign] if campaign else desk.campaigns_due()
    return {one: send_campaign(one) for one in due}


def send_campaign(campaign: str) -> dict[str, int | bool]:
    """Send until nothing is left to send, or the campaign was paused or cancelled.

    Before the first batch the gate looks at it again; before every batch the approval is checked
    against what would really go out.
    """
    with open_desk() as desk:
        try:
            tally = desk.begin_sending(campaign)
        except HeldBack as held:
            show_held_back(campaign, held, desk.clock.now())
            raise
    progress = show_progress(
        campaign, percentage(tally), f"Verzending {campaign}: afgehandeld in procenten"
    )
    for number in count(1):
        if not tally.pending and not tally.claimed:
            break
        before, tally = tally, send_batch(campaign, number)
        move_progress(progress, percentage(tally))
        if tally == before:  # paused, cancelled, or all that is left waits for its next attempt
            break
    with open_desk() as desk:
        finished = desk.finish_sending(campaign)
        again = desk.next_attempt(campaign)
    if again is not None:
        key = f"send-{campaign}-after-{this_run()}"
        schedule_run("send/verzenden", {"campaign": campaign}, at=again, key=key, name=key)
    show_table("verzonden", campaign, [account(tally)], f"Waar elke kopie van {campaign} bleef")
    return {**account(tally), "finished": finished}


def show_held_back(campaign: str, held: HeldBack, at: datetime) -> None:
    """Show why nothing went out, and let the month's review begin anew: a new draft then waits."""
    told = f"{WHY_HELD_BACK}\n\n{findings_markdown(held.findings)}\n\n{held.next_step}"
    show_markdown("tegengehouden", campaign, told, held.notice.subject)
    month, newsletter = str(held.edition.issue), held.edition.newsletter
    schedule_run(
        "newsletter/maandelijks",
        {"month": month, "newsletter": newsletter},
        at=at,
        key=f"newsletter-after-{campaign}",
        name=f"nieuwsbrief {newsletter} {month} opnieuw",
    )


def percentage(tally: Tally) -> float:
    """How much of the frozen audience is settled, in percent."""
    return 100.0 * tally.settled / tally.frozen if tally.frozen else 100.0


def account(tally: Tally) -> dict[str, int]:
    return {
        "audience": tally.frozen,
        "accepted": tally.accepted,
        "refused": tally.refused,
        "uncertain": tally.uncertain,
        "skipped": tally.skipped,
        "pending": tally.pending + tally.claimed,
    }
