"""`omroeper campaign`: what was sent, how fast, and what became of every copy."""

from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli import backup, explaining, steering, uncertain
from omroeper.cli.output import AsJson, print_json, print_rows

if TYPE_CHECKING:
    from omroeper.domain.bounce import BounceTally
    from omroeper.domain.progress import Progress

app = typer.Typer(help="What was sent, and what became of every copy.", no_args_is_help=True)
app.command("pause")(steering.pause)
app.command("resume")(steering.resume)
app.command("cancel")(steering.cancel)
app.command("throttle")(steering.throttle)
app.command("explain")(explaining.explain)
app.command("uncertain")(uncertain.uncertain)
app.command("reconcile")(backup.reconcile)


@app.callback()
def _group() -> None:
    """What was sent, and what became of every copy."""


@app.command("status")
def status(
    campaign: Annotated[str, typer.Argument(help="A campaign's id; leave out for all.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show each campaign's state, the account of its deliveries, its speed and the time left."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.campaign_progress(campaign)
        back = [desk.store.bounce_tally(one.campaign.id) for one in found]
    if as_json:
        data = zip(found, back, strict=True)
        print_json([{**as_data(one), "bounces": bounces} for one, bounces in data])
    elif not found:
        typer.echo("No campaign yet: an edition becomes one when an editor approves it.")
    else:
        rows = [_row(one, bounces) for one, bounces in zip(found, back, strict=True)]
        print_rows(rows, _HEADER, [_below(one) for one in found])


def as_data(progress: "Progress") -> dict[str, object]:
    """One campaign for a program: times in seconds, speeds an hour and a minute."""
    left = progress.time_left
    return {
        "campaign": progress.campaign,
        "tally": progress.tally,
        "left": progress.left,
        "per_hour": round(progress.per_hour, 1),
        "per_minute": round(progress.per_minute, 2),
        "limit_per_hour": progress.limit,
        "senders": progress.senders,
        "next_at": progress.next_at,
        "seconds_left": round(left.total_seconds()) if left is not None else None,
        "basis": progress.basis,
    }


_HEADER = (
    "campaign",
    "state",
    "audience",
    "accepted",
    "bounced",
    "complaints",
    "refused",
    "uncertain",
    "skipped",
    "left",
)


def _row(progress: "Progress", back: "BounceTally") -> tuple[str, ...]:
    one, tally = progress.campaign, progress.tally
    counts = (
        tally.frozen,
        tally.accepted,
        back.bounced,
        back.complaints,
        tally.refused,
        tally.uncertain,
        tally.skipped,
        progress.left,
    )
    return one.id, str(one.state), *map(str, counts)


def _below(progress: "Progress") -> list[str]:
    """What stands under a campaign that runs: its speed, the time left and what that rests on."""
    from omroeper.domain.delivery import CampaignState

    if progress.campaign.state is not CampaignState.SENDING:
        return []
    lines = [f"{progress.per_minute:.0f} a minute, {progress.per_hour:.0f} an hour"]
    if progress.limit:
        lines[0] += f" (at most {progress.limit} an hour)"
    lines[0] += f"; runs that send it: {progress.senders}"
    if progress.time_left is not None:
        minutes = max(1, round(progress.time_left.total_seconds() / 60))
        basis = {"speed": "by the speed of the last 10 minutes", "limit": "by that limit"}
        lines.append(f"about {minutes} minutes left, {basis[progress.basis]}")
    if progress.next_at is not None and progress.next_at > progress.at:
        lines.append(f"the next may go at {progress.next_at.isoformat(timespec='seconds')}")
    return lines
