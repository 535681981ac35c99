"""`omroeper person`: what is held of one person, and forgetting it (AVG)."""

import sys
from typing import Annotated

import typer

from omroeper.cli.output import print_json

app = typer.Typer(help="What is held of one person, and forgetting it.", no_args_is_help=True)

WhoseAddress = Annotated[
    str,
    typer.Argument(
        metavar="ADDRESS",
        help="The mail address; - reads it from standard input, so that no log keeps it.",
    ),
]


@app.callback()
def _group() -> None:
    """What is held of one person, and forgetting it."""


@app.command("export")
def export(address: WhoseAddress) -> None:
    """Print everything held under an address as JSON: list, consents, events, copies, requests."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        print_json(desk.person_data(given_address(address)))


@app.command("erase")
def erase(
    address: WhoseAddress,
    by: Annotated[str, typer.Option("--by", help="Who does it; stands in the audit log.")],
) -> None:
    """Forget a person. What was sent stays counted; a hash stays, so that no import brings them back."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        erased = desk.erase_person(given_address(address), by=by)
    who = f"subscriber {erased.key}" if erased.key else "no subscriber had this address"
    typer.echo(f"erased: {who}; {len(erased.copies)} copies stay counted")
    if not erased.compacted:
        typer.echo("  the database is in use: tonight's housekeeping rewrites its file")


def given_address(text: str) -> str:
    """The address itself, or the first line of standard input for `-`."""
    return sys.stdin.readline().strip() if text == "-" else text
