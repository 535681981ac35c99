"""`omroeper up`, `demo` and `web`: the desk as running processes."""

from typing import Annotated

import typer


def up() -> None:
    """Start the desk and stay: Prefect's UI, a worker and the web pages. Ctrl-C stops it."""
    from omroeper.processes.up import run_desk
    from omroeper.settings import load_settings

    run_desk(load_settings(), say=typer.echo)


def demo(
    stay: Annotated[
        bool, typer.Option("--stay", help="Leave the approval to you, and stay until ctrl-C.")
    ] = False,
) -> None:
    """Run the month of October 2024, from gathering to report, against local stand-ins."""
    from omroeper.demo.month import run_demo

    run_demo(stay=stay, say=typer.echo)


def web() -> None:
    """Serve the web pages alone: archive, unsubscribe, previews and the click counter."""
    from omroeper.web.serve import serve_pages

    serve_pages()
