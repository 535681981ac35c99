"""`omroeper gather`: read every source and the figures."""

import typer

from omroeper.cli.output import AsJson, print_json


def gather(as_json: AsJson = False) -> None:
    """Gather the programmes' news and the monitor's figures into the database."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        gathering = desk.gather()
    if as_json:
        print_json(gathering)
        return
    for outcome in gathering.outcomes:
        changes = outcome.changes
        told = (
            "not modified"
            if outcome.not_modified
            else (f"{changes.new} new, {changes.revised} revised, {changes.unchanged} unchanged")
        )
        typer.echo(f"{outcome.source}: {outcome.error or told}")
        for warning in outcome.warnings:
            typer.echo(f"  warning: {warning}")
    typer.echo(f"figures: {gathering.figures_new} new, {gathering.figures_known} known")
    if gathering.failed:
        names = ", ".join(outcome.source for outcome in gathering.failed)
        typer.echo(f"{len(gathering.failed)} sources failed: {names}; the rest is in the database")
    for finding in gathering.health:
        typer.echo(f"attention: {finding.source} {finding.in_short}")
