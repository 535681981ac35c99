"""`omroeper backup` and `omroeper restore`: a copy of the database, and going on from one."""

from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the copy goes; it is made if need be.")],
) -> None:
    """Copy the database to a new file, while the desk works. The secret and .env are not in it."""
    from omroeper.wiring.restoring import back_up_desk

    typer.echo(back_up_desk(folder))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `omroeper backup` made.")],
    by: Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")],
    as_json: AsJson = False,
) -> None:
    """Put a backup in the database's place. Stop the desk first; what was under way then waits."""
    from omroeper.wiring.restoring import restore_desk

    aside, waiting = restore_desk(file, by)
    if as_json:
        print_json({"aside": str(aside or ""), "waiting": waiting})
        return
    typer.echo(f"restored {file}" + (f"; the database that was there is {aside}" if aside else ""))
    for campaign, copies in waiting.copies.items():
        typer.echo(
            f"  {campaign}: paused, {copies} copies in doubt. Settle them by the relay's log:"
        )
        typer.echo(f"    omroeper campaign reconcile {campaign} --log FILE --by NAME")
    for edition in waiting.editions:
        typer.echo(f"  {edition}: its approval is void; look whether it went out since the backup")
    for post in waiting.posts:
        typer.echo(f"  post {post}: back to draft; look whether it stands on the page")
    typer.echo(
        "  Who left since the backup is on the list again: ask the relay's log and the mailbox."
    )


def reconcile(
    campaign: Annotated[str, typer.Argument(help="A campaign's id.")],
    log: Annotated[
        Path,
        typer.Option(help="The relay's log from the backup until now, with Message-IDs."),
    ],
    by: Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")],
    as_json: AsJson = False,
) -> None:
    """Settle what a restored backup left in doubt: in the log is accepted, the rest may go again."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        done = desk.reconcile(campaign, log, by)
    if as_json:
        print_json(done)
        return
    typer.echo(f"{done.accepted} accepted, {done.again} go out once `campaign resume` is given")
    for stranger, count in sorted(done.unknown.items()):
        typer.echo(
            f"  {stranger}: {count} messages went out after the backup. Do not send it again."
        )
