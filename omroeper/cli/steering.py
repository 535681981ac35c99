"""`omroeper campaign pause|resume|cancel|throttle`: a person steers a campaign while it runs."""

from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from omroeper.domain.delivery import Campaign

CampaignId = Annotated[str, typer.Argument(help="Its id, as `omroeper campaign status` lists it.")]
By = Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")]
Note = Annotated[str, typer.Option("--note", help="Why; it goes into the audit log.")]


def pause(campaign: CampaignId, by: By, note: Note = "", as_json: AsJson = False) -> None:
    """Hand over no more, within a second or so, until somebody resumes."""
    _steer(campaign, "PAUSE", by, note, as_json)


def resume(campaign: CampaignId, by: By, note: Note = "", as_json: AsJson = False) -> None:
    """Go on where it was; nobody gets the mail twice. Prefect sends it at once, if it is there."""
    from omroeper.wiring import open_desk

    after = _steered(campaign, "RESUME", by, note)
    with open_desk() as desk:
        woken = desk.wake_sending(after)
    if as_json:
        print_json({"campaign": after, "woken": woken})
        return
    _tell(after)
    if woken:
        typer.echo("Prefect was told: a run of send/verzenden takes it up now.")
    else:
        typer.echo(
            "Prefect could not be reached. The next round of send/verzenden takes it up (every"
        )
        typer.echo("quarter from 8 to 20), or start send/verzenden in Prefect with this campaign.")


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
    after = _steered(campaign, action, by, note, per_hour)
    if as_json:
        print_json({"campaign": after})
    else:
        _tell(after)


def _steered(campaign: str, action: str, by: str, note: str, per_hour: int = 0) -> "Campaign":
    from omroeper.domain.steering import Action, Order
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        return desk.steer_campaign(campaign, Order(Action[action], by, note, per_hour))


def _tell(after: "Campaign") -> None:
    pace = f", at most {after.per_hour} an hour" if after.per_hour else ""
    typer.echo(f"{after.id}: {after.state}{pace}")
