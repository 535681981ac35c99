"""`omroeper login` and `omroeper api`: who may see the desk's own pages, and which programs may ask."""

from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows
from omroeper.domain.login import Scope

Named = Annotated[str, typer.Argument(help="The program's name.")]


def login(
    name: Annotated[str, typer.Argument(help="Whose login; leave out to list them.")] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the login away; their sessions end.")
    ] = False,
) -> None:
    """Give somebody of the team a login for the overview, or another password; it is asked for."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        if not name:
            for one in sorted(desk.logins.hashes):
                typer.echo(one)
            return
        if remove:
            typer.echo(f"{desk.remove_login(name)} has no login any more")
            return
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        known = desk.set_login(name, password)
        typer.echo(f"{known} can log in at {desk.settings.web_url}/overzicht")


api = typer.Typer(help="Programs that may read the API or /metrics.", invoke_without_command=True)


@api.callback()
def listed(context: typer.Context, as_json: AsJson = False) -> None:
    """List the programs and what each may read."""
    if context.invoked_subcommand is not None:
        return
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        clients = desk.api_clients
    if as_json:
        print_json([{"name": one.name, "reads": one.scope} for one in clients])
    else:
        print_rows([(one.name, one.scope.value) for one in clients], ("program", "reads"))


@api.command("add")
def add(
    name: Named,
    scope: Annotated[
        Scope, typer.Option("--reads", help="The data of the API, or the operator's metrics.")
    ] = Scope.DATA,
) -> None:
    """Make a token and print it once: it is kept nowhere. An older one of this name ends."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        typer.echo(desk.add_client(name, scope))


@api.command("remove")
def remove_client(name: Named) -> None:
    """End a program's token."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        desk.remove_client(name)
    typer.echo(f"{name} can read nothing any more")
