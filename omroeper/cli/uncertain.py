"""`omroeper campaign uncertain`: copies of which nobody knows whether they arrived."""

from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows


def uncertain(
    campaign: Annotated[str, typer.Argument(help="A campaign's id.")],
    settle: Annotated[
        str,
        typer.Option(
            help="`accepted`: you know it arrived. `again`: send it once more, at the risk of a second "
            "copy. Without it they are only listed, and stay as they are."
        ),
    ] = "",
    subscriber: Annotated[
        list[str] | None, typer.Option(help="Whose copy, by key; may be given several times.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the uncertain copies of a campaign by subscriber key and domain, or decide on some."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        if settle:
            decided = desk.settle_uncertain(campaign, settle, subscriber or (), by)
            print_json(decided) if as_json else typer.echo(f"{settle}: {', '.join(decided)}")
            return
        found = desk.uncertain_copies(campaign)
    if as_json:
        print_json(found)
    elif not found:
        typer.echo("Nothing is uncertain.")
    else:
        rows = [
            (one.subscriber, one.domain, one.at.isoformat(timespec="seconds"), one.reply)
            for one in found
        ]
        print_rows(rows, ("subscriber", "domain", "since", "what is known"))
