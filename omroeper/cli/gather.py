"""`omroeper gather`: read every source and the figures."""

from typing import TYPE_CHECKING

import typer

from omroeper.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from omroeper.domain.figure_gathering import FigureGathering


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
    _print_figures(gathering.figures)
    if gathering.failed:
        names = ", ".join(outcome.source for outcome in gathering.failed)
        typer.echo(f"{len(gathering.failed)} sources failed: {names}; the rest is in the database")
    for finding in gathering.health:
        typer.echo(f"attention: {finding.source} {finding.in_short}")


def _print_figures(figures: "FigureGathering") -> None:
    typer.echo(f"figures: {figures.new} new, {figures.known} known")
    for outcome in figures.outcomes:
        for warning in outcome.warnings:
            typer.echo(f"  warning: {outcome.source}: {warning}")
        if outcome.error:
            stays = f" What was approved stays: {outcome.standing}." if outcome.standing else ""
            typer.echo(f"  warning: {outcome.error}{stays}")
    for waiting in figures.waiting:
        typer.echo(f"  to approve: {waiting}")
