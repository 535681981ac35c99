"""`omroeper coverage`: which programme was in the newsletter when, and who has been silent."""

from typing import Annotated

import typer

from omroeper.cli.output import AsJson, OfNewsletter, print_json, print_rows

_Year = Annotated[int, typer.Option("--year", min=1900, max=2999, help="The year, as 2024.")]


def coverage(year: _Year, newsletter: OfNewsletter = "", as_json: AsJson = False) -> None:
    """Show programmes by months: entries in newsletters that were approved or sent, last mention,
    newsletters since then, and the share beside the expected one."""
    from omroeper.rendering.coverage import HEADER, coverage_rows
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        ledger = desk.coverage(year, newsletter=newsletter)
    if as_json:
        print_json(ledger)
        return
    if not ledger.months:
        typer.echo(f"No newsletter of {year} was approved or sent yet.")
    print_rows(coverage_rows(ledger), HEADER)
