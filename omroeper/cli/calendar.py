"""`omroeper calendar`: the year of a newsletter, its days as a file, and the chase list."""

import sys
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, OfNewsletter, print_json, print_rows
from omroeper.cli.posts import show_post_calendar
from omroeper.domain.calendar_row import CalendarRow
from omroeper.domain.errors import InvalidValue

app = typer.Typer(
    help="The year of a newsletter: themes, days, people.", invoke_without_command=True
)

_Newsletter = Annotated[
    str, typer.Option("--newsletter", help="Its id; else that of the settings.")
]


@app.callback()
def calendar(
    context: typer.Context,
    year: Annotated[
        int | None, typer.Option("--year", min=1900, max=2999, help="The year; else this one.")
    ] = None,
    newsletter: OfNewsletter = "",
    ics: Annotated[
        str | None, typer.Option("--ics", help="Write the year's days as .ics; - is the screen.")
    ] = None,
    linkedin: Annotated[
        bool, typer.Option("--linkedin", help="The LinkedIn posts instead: weeks by programmes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the year: theme, deadline, review, sending, people and state of each edition."""
    if context.invoked_subcommand is not None:
        return
    if linkedin:
        show_post_calendar(year, as_json=as_json)
        return
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        zone = desk.settings.timezone
        wanted = year or desk.clock.now().astimezone(zone).year
        rows = desk.calendar_year(wanted, newsletter)
        themes = [row.theme for row in rows if row.theme is not None]
        file = desk.calendar_file(themes, desk.newsroom_of(newsletter)) if ics else b""
        url = desk.calendar_url(newsletter)
    if ics:
        _write(file, ics)
    elif as_json:
        print_json(list(rows))
    else:
        _print(rows, zone)
        typer.echo(f"\nsubscribe (for the team only): {url}")


@app.command("chase")
def chase(
    edition: Annotated[str, typer.Argument(help="The month, as YYYY-MM, or a special edition.")],
    send: Annotated[bool, typer.Option("--send", help="Mail them now; each contact once.")] = False,
    newsletter: OfNewsletter = "",
    as_json: AsJson = False,
) -> None:
    """Show whose news is missing for an edition and whom to ask; with --send, ask them."""
    from omroeper.domain.issue import Issue
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        desk.gather_own()
        listed = desk.chase_list(Issue.parse(edition), newsletter)
        asked = desk.send_chase(listed) if send else desk.preview_chase(listed)
    unreached = [one.programme.name for one in listed.unreached]
    if as_json:
        print_json({"deadline": listed.deadline, "contacts": asked, "unreached": unreached})
        return
    typer.echo(f"{listed.issue}: deadline {listed.deadline or 'none'}")
    for one in asked:
        outcome = one.outcome or "would be asked (--send asks)"
        typer.echo(f"  {one.name}: {outcome}: {', '.join(one.programmes)}")
    if unreached:
        typer.echo(f"  no contact in content/team.yaml: {', '.join(unreached)}")


def _print(rows: Sequence[CalendarRow], zone: tzinfo) -> None:
    from omroeper.rendering.calendar import HEADER, calendar_notes, calendar_rows

    print_rows(calendar_rows(rows, zone), HEADER)
    for note in calendar_notes(rows):
        typer.echo(f"  {note}")


def _write(content: bytes, target: str) -> None:
    if target == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        Path(target).write_bytes(content)
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be written to ({cause.strerror})",
            thing=f"--ics {target}",
            remedy="Name a file in a folder that you can write to.",
        ) from cause
    typer.echo(f"wrote {target}")
