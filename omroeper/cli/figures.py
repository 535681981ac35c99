"""`omroeper figures`: the monitor's figures with their provenance."""

from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows

app = typer.Typer(help="The monitor's figures, with their provenance.", invoke_without_command=True)


@app.callback()
def figures(context: typer.Context, as_json: AsJson = False) -> None:
    """List every figure with its latest value; `figures show ID` tells where one comes from."""
    if context.invoked_subcommand is not None:
        return
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.latest_figures()
    if as_json:
        print_json(found)
        return
    header = ("figure", "value", "unit", "period", "edition", "status")
    rows = [(f.figure, str(f.value), f.unit, f.period, f.edition, str(f.status)) for f in found]
    print_rows(rows, header)


@app.command("show")
def show(
    figure: Annotated[str, typer.Argument(help="A figure's id, as `omroeper figures` lists it.")],
    as_json: AsJson = False,
) -> None:
    """Show one figure's observations, each with source, edition, period and snapshot."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.figure_history(figure)
    if as_json:
        print_json(found)
        return
    for seen in found:
        typer.echo(f"{seen.figure}: {seen.value} {seen.unit}, {seen.period} ({seen.status})")
        typer.echo(f"  edition    {seen.edition}, published {seen.published}")
        typer.echo(f"  source     {seen.source} [{seen.source_kind}] {seen.source_url}")
        typer.echo(f"  place      {seen.locator}")
        typer.echo(f"  retrieved  {seen.retrieved.isoformat()}")
        typer.echo(f"  snapshot   sha256:{seen.snapshot}")
