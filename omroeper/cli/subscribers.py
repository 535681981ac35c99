"""`omroeper subscribers`: the list of those who asked for the newsletter."""

from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json

app = typer.Typer(help="Import subscribers.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Import subscribers."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file with at least the column 'email'.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import subscribers from a CSV file; safe to repeat, and suppression always wins."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        result = desk.import_subscribers(file, dry_run=dry_run)
    if as_json:
        print_json(result)
        return
    head = "would import" if dry_run else "imported"
    told = f"{result.added} new, {result.known} known, {len(result.refused)} refused"
    typer.echo(f"{head}: {told}, {result.suppressed} left out because they must not be mailed")
    for row in result.refused:
        typer.echo(f"  line {row.line}: {row.reason}")
