"""`omroeper campaign pause|resume|cancel|throttle`: a person steers a campaign while it runs."""

from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json

CampaignId = Annotated[str, typer.Argument(help="Its id, as `omroeper campaign status` lists it.")]
By = Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")]
Note = Annotated[str, typer.Option("--note", help="Why; it goes into the audit log.")]


def pause(campaign: CampaignId, by: By, note: Note = "", as_json: AsJson = False) -> None:
    """Hand over no more, within a second or so, until somebody resumes."""
    _steer(campaign, "PAUSE", by, note, as_json)


def resume(campaign: CampaignId, by: By, note: Note = "", as_json: AsJson = False) -> None:
    """Go on where it was; nobody gets the mail twice. The next round of `send` takes it up."""
    _steer(campaign, "RESUME", by, note, as_json)


def cancel(campaign: CampaignId, by: By, note: Note = "", as_json: AsJson = False) -> None:
    """Stop for good: who did not get the mail yet never will."""
    _steer(campaign, "CANCEL", by, note, as_json)


def throttle(
    campaign: CampaignId,
    by: By,
    per_hour: Annotated[
        int, typer.Option("--per-hour", min=0, help="Most mails an hour; 0 lifts an earlier pace.")
    ],
    note: Note = "",
    as_json: AsJson = False,
) -> None:
    """Give a campaign another pace; never faster than config/sending.yaml lets it go."""
    _steer(campaign, "THROTTLE", by, note, as_json, per_hour)


def _steer(
    campaign: str, action: str, by: str, note: str, as_json: bool, per_hour: int = 0
) -> None:
    from omroeper.domain.steering import Action, Order
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        after = desk.steer_campaign(campaign, Order(Action[action], by, note, per_hour))
    if as_json:
        print_json({"campaign": after})
        return
    pace = f", at most {after.per_hour} an hour" if after.per_hour else ""
    typer.echo(f"{after.id}: {after.state}{pace}")
    if action == "RESUME":
        typer.echo("The next round of send/verzenden takes it up (every quarter from 8 to 20),")
        typer.echo("or start send/verzenden in Prefect with this campaign.")
