"""Send: an approved edition to its frozen audience, in batches, each copy at most once."""

import time
from datetime import UTC, datetime, timedelta
from itertools import count

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from omroeper.adapters.prefect_desk.artifacts import (
    findings_markdown,
    move_progress,
    show_markdown,
    show_progress,
    show_table,
)
from omroeper.adapters.prefect_desk.parameters import Alone, CampaignWanted
from omroeper.adapters.prefect_desk.runs import schedule_run, this_run
from omroeper.domain.delivery import Sent, Tally
from omroeper.domain.errors import OmroeperError
from omroeper.domain.progress import WINDOW, Reading
from omroeper.services.gate import WHY_HELD_BACK, HeldBack
from omroeper.wiring import open_desk

DEPLOYMENT = "send/verzenden"
WAITS = timedelta(minutes=10)
"""A run waits this long for its next moment; for a later one another run is planned."""
BREATH = timedelta(seconds=1)
"""Between two batches of which the first found nothing: another sender is at it."""
SHOWN_EVERY = timedelta(seconds=10)


@task(task_run_name="lichting-{number}", cache_policy=NO_CACHE, retries=0)
def send_batch(campaign: str, number: int) -> Sent:
    """Claim, hand over and settle one batch. Never retried by Prefect: the ledger decides."""
    with open_desk() as desk:
        return desk.send_batch(campaign, worker=f"{this_run()}:{number}")


@flow(
    name="send",
    flow_run_name="verzenden {campaign}",
    description="Verzendt een goedgekeurde editie aan de vastgelegde ontvangers.",
)
def send(campaign: CampaignWanted = "", alone: Alone = False) -> dict[str, dict[str, int | bool]]:
    """Send this campaign; without one, whatever is due and was left by a run that broke off.

    Where the settings allow more senders of one campaign at once, it starts the others, unless
    `alone`. One that fails stops no other, and fails the run in the end.
    """
    with open_desk() as desk:
        due = [campaign] if campaign else desk.campaigns_due()
    accounts, failures = {}, []
    for one in due:
        try:
            accounts[one] = send_campaign(one, alone=alone)
        except OmroeperError as failure:
            get_run_logger().error("%s: %s", one, failure.sentence)
            failures.append(failure)
    if failures:
        raise failures[0]
    return accounts


def send_campaign(campaign: str, *, alone: bool) -> dict[str, int | bool]:
    """Send until nothing is left to send, or the campaign was paused or cancelled.

    Before the first batch the gate looks at it again; before every batch the approval is checked
    against what would really go out.
    """
    sender = this_run()
    with open_desk() as desk:
        if not desk.enlist_sender(campaign, sender):
            return {"enough_senders": True}
    try:
        begin(campaign, alone=alone)
        again = send_batches(campaign, sender)
    finally:
        with open_desk() as desk:
            others = desk.dismiss_sender(campaign, sender)
    with open_desk() as desk:
        finished = desk.finish_sending(campaign)
        tally = desk.tally(campaign)
    if again is not None and not others:
        key = f"send-{campaign}-after-{sender}"
        schedule_run(DEPLOYMENT, {"campaign": campaign}, at=again, key=key, name=key)
    show_table("verzonden", campaign, [account(tally)], f"Waar elke kopie van {campaign} bleef")
    return {**account(tally), "finished": finished}


def begin(campaign: str, *, alone: bool) -> None:
    """Start or take up the campaign; the editor sees what held it back."""
    with open_desk() as desk:
        now = desk.clock.now()
        try:
            desk.begin_sending(campaign)
        except HeldBack as held:
            show_held_back(campaign, held, now)
            raise
        missing = 0 if alone else desk.settings.senders - 1
    for number in range(missing):
        key = f"send-{campaign}-with-{this_run()}-{number}"
        parameters = {"campaign": campaign, "alone": True}
        schedule_run(DEPLOYMENT, parameters, at=now, key=key, name=key)


def send_batches(campaign: str, sender: str) -> datetime | None:
    """Batch after batch, waiting for the pace and for retries; gives a next moment too far off."""
    shown = Shown(campaign)
    for number in count(1):
        sent = send_batch(campaign, number)
        with open_desk() as desk:
            desk.enlist_sender(campaign, sender)
            again, now = desk.next_attempt(campaign), datetime.now(UTC)
        ends = again is None or again - now > WAITS
        shown.show(last=ends)
        if again is None or ends:
            return again
        pause = again - now if sent.claimed else max(again - now, BREATH)
        time.sleep(max(0.0, pause.total_seconds()))
    raise AssertionError("count() has no end")


class Shown:
    """The progress that staff see: a bar with a line of text, and the same line in the log."""

    def __init__(self, campaign: str) -> None:
        self.campaign = campaign
        self.readings: list[Reading] = []
        self.bar = show_progress(campaign, 0.0, f"Verzending {campaign}")
        self.show()

    def show(self, *, last: bool = False) -> None:
        """Show how it stands, if that was not shown just now."""
        if self.readings and not last and datetime.now(UTC) - self.readings[-1].at < SHOWN_EVERY:
            return
        with open_desk() as desk:
            progress = desk.progress(desk.campaign(self.campaign), self.readings)
            line = desk.progress_line(progress)
        self.readings = [
            *(one for one in self.readings if progress.at - one.at <= WINDOW),
            Reading(progress.at, progress.tally.settled),
        ]
        move_progress(self.bar, percentage(progress.tally), line)
        get_run_logger().info(line)


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
