"""`omroeper campaign`: what was sent, to how many, and what became of every copy."""

from typing import Annotated

import typer

from omroeper.cli import steering
from omroeper.cli.output import AsJson, print_json, print_rows

app = typer.Typer(help="What was sent, and what became of every copy.", no_args_is_help=True)
app.command("pause")(steering.pause)
app.command("resume")(steering.resume)
app.command("cancel")(steering.cancel)
app.command("throttle")(steering.throttle)


@app.callback()
def _group() -> None:
    """What was sent, and what became of every copy."""


@app.command("status")
def status(
    campaign: Annotated[str, typer.Argument(help="A campaign's id; leave out for all.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show each campaign's state and the account of its deliveries."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.campaign_status(campaign)
        bounces = [desk.store.bounce_tally(one.id) for one, _ in found]
    if as_json:
        print_json(
            [
                {"campaign": one, "tally": tally, "bounces": back}
                for (one, tally), back in zip(found, bounces, strict=True)
            ]
        )
        return
    if not found:
        typer.echo("No campaign yet: an edition becomes one when an editor approves it.")
        return
    header = (
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
    rows = [
        (
            one.id,
            str(one.state),
            str(tally.frozen),
            str(tally.accepted),
            str(back.bounced),
            str(back.complaints),
            str(tally.refused),
            str(tally.uncertain),
            str(tally.skipped),
            str(tally.pending + tally.claimed),
        )
        for (one, tally), back in zip(found, bounces, strict=True)
    ]
    print_rows(rows, header)
