"""`omroeper report`: the month report of a sent edition, and the year report."""

from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli.output import AsJson, OfNewsletter, print_json

if TYPE_CHECKING:
    from omroeper.wiring.reporting import MadeReport

app = typer.Typer(help="Month and year reports: page, PDF, Excel, CSV.", no_args_is_help=True)


@app.command("month")
def of_month(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM, or a special edition.")],
    newsletter: OfNewsletter = "",
    as_json: AsJson = False,
) -> None:
    """Write the month report of what was sent; what was counted since the last time is in it."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        made = desk.make_report(desk.edition_of_issue(month, newsletter))
    _tell(made, as_json)


@app.command("year")
def of_year(
    year: Annotated[int, typer.Argument(min=1900, max=2999, help="As 2024.")],
    newsletter: OfNewsletter = "",
    as_json: AsJson = False,
) -> None:
    """Write a newsletter's year: themes, reach by channel, growth, coverage, best stories, method."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        made = desk.make_year_report(year, newsletter)
    _tell(made, as_json)


def _tell(made: "MadeReport", as_json: bool) -> None:
    if as_json:
        print_json({"page": made.page, "files": made.files, "missing": made.missing})
        return
    typer.echo(made.title)
    for file in made.files.values():
        typer.echo(f"  {file}")
    typer.echo(f"  page: {made.page}")
    if made.missing:
        typer.echo(f"  {made.missing}")
