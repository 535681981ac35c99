"""`omroeper figures`: the figures with their provenance, their changes and their data package."""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows

if TYPE_CHECKING:
    from omroeper.domain.figure import FigureObservation
    from omroeper.domain.figure_approval import JudgedObservation
    from omroeper.services.figures import FigureStory

app = typer.Typer(
    help="The figures: list, show, approve, diff and export them.", invoke_without_command=True
)
Out = Annotated[Path, typer.Option("--out", help="The folder to write to; made if needed.")]
FigureId = Annotated[str, typer.Argument(help="A figure's id, as `omroeper figures` lists it.")]


@app.callback()
def figures(context: typer.Context, as_json: AsJson = False) -> None:
    """List every figure, approved or proposed; `figures show ID` tells where one comes from."""
    if context.invoked_subcommand is not None:
        return
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.judged_figures()
    if as_json:
        print_json([_flat(one) for one in found])
        return
    header = ("figure", "value", "unit", "period", "edition", "status", "state")
    print_rows([(*_cells(one.observation), one.state.dutch) for one in found], header)


@app.command("approve")
def approve(
    figure: FigureId,
    by: Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")],
    as_json: AsJson = False,
) -> None:
    """Approve what was fetched of a figure: from then on the newsletter may tell it."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.approve_figure(figure, by=by)
        revised = desk.revised
    if as_json:
        print_json({"approved": found, "revised": revised})
        return
    for seen in found:
        typer.echo(f"approved by {by.strip()}: {figure}, {_told(seen)}, {seen.edition}")
    for row in revised:
        typer.echo(f"{row['editie']}: {row['cijfer']} ({row['gevolg']})")


@app.command("show")
def show(figure: FigureId, as_json: AsJson = False) -> None:
    """Show a figure: value, period, edition, source, status, history, and the editions that used it."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        story = desk.figure_story(figure)
        sentence = desk.figure_sentence(story)
    if as_json:
        print_json({"story": story, "sentence": sentence})
        return
    seen = story.latest
    typer.echo(
        f"{story.figure}: {_value(seen)}, {seen.period} ({seen.status}), {story.state.dutch}"
    )
    if story.definition is not None:
        typer.echo(f"  {story.definition.label}")
        typer.echo(f"  {sentence}")
    for name, told in _provenance(seen):
        typer.echo(f"  {name:<10} {told}")
    _print_history(story)
    _print_uses(story)


@app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(help="The name of the earlier edition.")],
    after: Annotated[str, typer.Argument(help="The name of the later edition.")],
    as_json: AsJson = False,
) -> None:
    """Show what changed between two editions: new, gone, revised, next period, definition break."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        changes = desk.diff_editions(before, after)
    if as_json:
        print_json(changes)
        return
    rows = [(str(one.kind), one.figure, _told(one.before), _told(one.after)) for one in changes]
    if rows:
        print_rows(rows, ("change", "figure", "before", "after"))
    else:
        typer.echo("Nothing changed.")


@app.command("chart")
def chart(figure: FigureId, out: Out, as_json: AsJson = False) -> None:
    """Draw a figure as SVG (for a page) and PNG (for a mail or post), with its alt text in Dutch."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        files = desk.draw_figure(figure, out)
    if as_json:
        print_json({"folder": out, "files": files})
    else:
        typer.echo(f"wrote {', '.join(files)} to {out}")


@app.command("export")
def export(out: Out, as_json: AsJson = False) -> None:
    """Write a Frictionless data package: every observation as CSV, with sources and licences."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        files = desk.export_figures(out)
    if as_json:
        print_json({"folder": out, "files": files})
    else:
        typer.echo(f"wrote {', '.join(files)} to {out}")


def _flat(one: "JudgedObservation") -> dict[str, object]:
    seen = one.observation
    return {**{f.name: getattr(seen, f.name) for f in fields(seen)}, "state": one.state}


def _cells(seen: "FigureObservation") -> tuple[str, ...]:
    value = _value(seen) if seen.value is None else str(seen.value)
    return (seen.figure, value, seen.unit, seen.period, seen.edition, str(seen.status))


def _value(seen: "FigureObservation") -> str:
    if seen.value is None:
        return f"no number ({seen.missing})"
    qualifier = "" if seen.qualifier == "exact" else f"{seen.qualifier} "
    return f"{qualifier}{seen.value} {seen.unit}"


def _told(seen: "FigureObservation | None") -> str:
    return "" if seen is None else f"{_value(seen)}, {seen.period}"


def _provenance(seen: "FigureObservation") -> tuple[tuple[str, str], ...]:
    return (
        ("edition", f"{seen.edition}, published {seen.published}"),
        ("source", f"{seen.source} [{seen.source_kind}] {seen.source_url}"),
        ("status", str(seen.status)),
        ("place", seen.locator),
        ("retrieved", seen.retrieved.isoformat()),
        ("snapshot", f"sha256:{seen.snapshot}"),
    )


def _print_history(story: "FigureStory") -> None:
    typer.echo("history")
    for told in story.history:
        seen = told.observation
        change = told.change or "the same"
        typer.echo(
            f"  {seen.published}  {change}: {_told(seen)} ({seen.status}), {seen.edition}, "
            f"{told.state.dutch}"
        )


def _print_uses(story: "FigureStory") -> None:
    typer.echo("used in")
    for use in story.uses:
        since = f"; since then: {use.revised}" if use.revised else ""
        typer.echo(
            f"  {use.edition} version {use.version}, {use.stage}: "
            f"{use.value} {use.unit}, {use.period} ({use.source_edition}){since}"
        )
    if not story.uses:
        typer.echo("  no edition of the newsletter yet")
