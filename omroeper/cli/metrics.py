"""`omroeper metrics`: the numbers as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json

app = typer.Typer(help="The numbers, as files for other programs.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The numbers, as files for other programs."""


@app.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; made if needed.")],
    kind: Annotated[str, typer.Option("--format", help="csv or parquet.")] = "csv",
    as_json: AsJson = False,
) -> None:
    """Write all aggregates as a Frictionless data package; small counts of people's doings are hidden."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        files = desk.export_aggregates(out, kind)
    if as_json:
        print_json({"folder": out, "files": files})
    else:
        typer.echo(f"wrote {', '.join(files)} to {out}")
