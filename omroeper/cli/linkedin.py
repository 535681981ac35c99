"""`omroeper linkedin`: logging in, how the desk stands with LinkedIn, and posts settled by name."""

from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows
from omroeper.domain.expiry import WARN_DAYS
from omroeper.domain.post import PostState

if TYPE_CHECKING:
    from omroeper.wiring import Desk
    from omroeper.wiring.linkedin import LoggedIn

app = typer.Typer(help="Log in at LinkedIn, and settle posts by name.", no_args_is_help=True)
By = Annotated[str, typer.Option("--by", help="Your name; it goes into the audit log.")]
OfPost = Annotated[str, typer.Argument(help="A post's id.")]
_WAIT_SECONDS = 600


@app.command("login")
def login(
    code: Annotated[
        str,
        typer.Option(
            "--code",
            help="The whole address that the browser ended at, where this machine has no browser.",
        ),
    ] = "",
) -> None:
    """Ask LinkedIn for a token: prints the address to open, and waits for the browser to come back.

    Without a browser here: open it elsewhere, stop this with ctrl-C, and give the address the
    browser ended at with --code.
    """
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        if code:
            _told(desk.finish_linkedin_login(code))
            return
        address = desk.begin_linkedin_login()
        typer.echo(
            f"Open this address in a browser, as an administrator of the page:\n\n{address}\n"
        )
        typer.echo("Waiting ten minutes for it to come back ...")
        _told(desk.finish_linkedin_login(desk.await_linkedin_login(_WAIT_SECONDS)))


@app.command("status")
def status(as_json: AsJson = False) -> None:
    """Show when the token and the API's version end, what the token may do, and the pages."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found, expiring = desk.linkedin_standing(), desk.linkedin_expiring()
    if as_json:
        print_json({"standing": found, "ends": {one.key: one.ends for one in expiring}})
        return
    ends = f"{found.ends:%Y-%m-%d}" if found.ends else "unknown (set OMROEPER_LINKEDIN_CLIENT_ID)"
    typer.echo(f"token    ends {ends}")
    if found.renewable_until:
        typer.echo(f"         renewed by itself until {found.renewable_until:%Y-%m-%d}")
    for one in expiring:
        if one.key == "linkedin version":
            typer.echo(f"version  {found.version}, supported until {one.ends}")
    typer.echo(f"scopes   {' '.join(found.scopes) or 'unknown'}")
    if found.missing:
        typer.echo(f"         missing: {' '.join(found.missing)}")
    rows = [
        (name or "(first)", urn, "administrator" if ours else "no administrator")
        for name, urn, ours in found.pages
    ]
    print_rows(rows, ("page", "urn", "the token's owner is"))
    if found.trouble:
        typer.echo(f"LinkedIn could not be asked: {found.trouble}")


@app.command("settle")
def settle(
    post: OfPost,
    published: Annotated[
        str, typer.Option(help="It is on the page: its address or urn, as copied from LinkedIn.")
    ] = "",
    not_published: Annotated[
        bool, typer.Option("--not-published", help="You looked, and it is not on the page.")
    ] = False,
    by: By = "",
) -> None:
    """Decide on a post of which nobody knows whether it was published, after looking at the page."""
    from omroeper.wiring import open_desk

    if bool(published) == not_published:
        raise typer.BadParameter("give --published ADDRESS or --not-published")
    with open_desk() as desk:
        found = desk.settle_post(post, published, by)
    typer.echo(f"{post}: {found.state}{f' as {found.urn}' if found.urn else ''}")


@app.command("delete")
def delete(post: OfPost, by: By = "") -> None:
    """Take a published post off the page. Doing it again is harmless."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.delete_post(post, by)
    typer.echo(f"{post}: {found.state}")


def standing(desk: "Desk") -> tuple[str, str]:
    """For `omroeper doctor`: ok, note or wrong, and why. Raises OmroeperError."""
    status, told = _access(desk)
    unknown = [post.id for post in desk.store.posts() if post.state is PostState.UNKNOWN]
    if unknown:
        asked = f"look at the page for {', '.join(unknown)} (then omroeper linkedin settle)"
        return ("wrong" if status == "wrong" else "note"), f"{told}; {asked}"
    return status, told


def _access(desk: "Desk") -> tuple[str, str]:
    if desk.settings.linkedin is None:
        told = (
            "no token: approved posts are put ready to place by hand "
            "(set OMROEPER_LINKEDIN_CLIENT_ID, or OMROEPER_LINKEDIN_TOKEN)"
        )
        return "note", told
    if desk.linkedin_tokens is None or not desk.linkedin_tokens.there:
        told = "not logged in: approved posts are put ready to place by hand"
        return "note", f"{told} (run omroeper linkedin login)"
    today = desk.clock.now().astimezone(desk.settings.timezone).date()
    ends = [(one.days_left(today), one) for one in desk.linkedin_expiring()]
    told = "; ".join(f"{one.key.removeprefix('linkedin ')} until {one.ends}" for _, one in ends)
    if any(left <= 0 for left, _ in ends):
        return "wrong", f"{told}: one has ended (see omroeper linkedin status)"
    if any(left <= WARN_DAYS[0] for left, _ in ends):
        return "note", f"{told}: one ends soon (see omroeper linkedin status)"
    return "ok", told


def _told(login: "LoggedIn") -> None:
    typer.echo(f"Logged in until {login.until:%Y-%m-%d}; {' '.join(login.scopes)}")
