"""The command `omroeper`: its groups, and what happens to an error."""

import io
import sys
from typing import Annotated

import typer

from omroeper import __version__
from omroeper.cli import (
    audit,
    backup,
    bounces,
    calendar,
    campaign,
    coverage,
    desk,
    doctor,
    edition,
    figures,
    gather,
    linkedin,
    login,
    measure,
    metrics,
    person,
    posts,
    report,
    subscribers,
)
from omroeper.domain.errors import OmroeperError

app = typer.Typer(
    name="omroeper",
    help="The communications desk: gather, assemble, approve, send, post and count.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(edition.app, name="edition")
app.add_typer(figures.app, name="figures")
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(person.app, name="person")
app.add_typer(campaign.app, name="campaign")
app.add_typer(bounces.app, name="bounces")
app.add_typer(calendar.app, name="calendar")
app.add_typer(linkedin.app, name="linkedin")
app.add_typer(posts.app, name="posts")
app.add_typer(report.app, name="report")
app.add_typer(metrics.app, name="metrics")
app.add_typer(login.api, name="api")
app.command("audit")(audit.audit)
app.command("coverage")(coverage.coverage)
app.command("gather")(gather.gather)
app.command("login")(login.login)
app.command("measure")(measure.measure)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("up")(desk.up)
app.command("demo")(desk.demo)
app.command("web")(desk.web)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"omroeper {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run a command; a known error is one clear line on standard error and exit code 2.

    A machine that fails (a full disk) gives exit code 1.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # JSON is UTF-8, and a name may hold what is no letter
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except OmroeperError as error:
        print(f"omroeper: {error.sentence}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        thing = error.filename or "input or output"
        print(
            f"omroeper: {thing}: {error.strerror or error}. Mend that and run it again.",
            file=sys.stderr,
        )
        sys.exit(1)
