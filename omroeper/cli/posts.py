"""`omroeper posts`: read, look at, place and count LinkedIn posts; and their calendar."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows
from omroeper.domain.errors import InvalidValue

app = typer.Typer(help="The LinkedIn posts: read, preview, place by hand, count.")
WEEKS_AHEAD = 8


@app.command("read")
def read() -> None:
    """Read content/linkedin and the shared list; twice changes nothing."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        taken, warnings = desk.take_in_posts()
    for one in taken:
        typer.echo(f"  {one.sentence}")
    for warning in warnings:
        typer.echo(f"  not read: {warning}")
    typer.echo(f"{len(taken)} changed, {len(warnings)} not read")


@app.command("preview")
def preview(
    post: Annotated[str, typer.Argument(help="The post's id, as the calendar names it.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write, such as post.html.")],
) -> None:
    """Write a post as LinkedIn shows it, with its findings, as one page."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        page = desk.post_page(post)
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be written to ({cause.strerror})",
            thing=f"--out {out}",
            remedy="Name a file in a folder that you can write to.",
        ) from cause
    typer.echo(f"wrote {out}")


@app.command("placed")
def placed(
    post: Annotated[str, typer.Argument(help="The id of a post that was placed by hand.")],
    address: Annotated[str, typer.Argument(help="Its address on LinkedIn.")],
    by: Annotated[str, typer.Option("--by", help="Who placed it; the audit log names them.")],
) -> None:
    """Keep the address of a post that a person placed on LinkedIn."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        recorded = desk.record_placed(post, address, by)
    if recorded.complaint:
        raise InvalidValue(recorded.complaint)
    typer.echo(f"{post}: placed")


@app.command("statistics")
def statistics(
    file: Annotated[
        Path, typer.Argument(help="LinkedIn's export of the page's content, saved as .xlsx.")
    ],
    as_json: AsJson = False,
) -> None:
    """Read LinkedIn's own export of the page's posts; the same file twice adds nothing."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.read_post_statistics(file)
    if as_json:
        print_json(found)
        return
    for told in found.unknown:
        typer.echo(f"  not used: {told}")
    typer.echo(f"{found.known} posts recognised, {found.new} new readings")


def show_post_calendar(year: int | None, *, as_json: bool) -> None:
    """The coming weeks, or those of a whole year."""
    from omroeper.rendering.post_calendar import (
        POST_HEADER,
        SHARE_HEADER,
        calendar_notes,
        post_rows,
        share_rows,
        week_header,
        week_rows,
    )
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        desk.take_in_posts()
        zone = desk.settings.timezone
        first = date(year, 1, 1) if year else None
        found = desk.post_calendar(first, 53 if year else WEEKS_AHEAD)
    if as_json:
        print_json(found)
        return
    if not year:
        print_rows(week_rows(found), week_header(found))
        typer.echo("")
    print_rows(post_rows(found, zone), POST_HEADER)
    typer.echo("")
    print_rows(share_rows(found), SHARE_HEADER)
    typer.echo("")
    for note in calendar_notes(found, zone):
        typer.echo(f"  {note}")
