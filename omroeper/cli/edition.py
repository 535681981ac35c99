"""`omroeper edition`: build an edition into a folder, without a server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json, to_json
from omroeper.domain.errors import InvalidValue

app = typer.Typer(help="Build an edition into a folder.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Build an edition into a folder."""


@app.command("build")
def build(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; made if needed.")],
    as_json: AsJson = False,
) -> None:
    """Build a month's edition from what is gathered; the same inputs give the same bytes.

    Writes newsletter.html, newsletter.txt, newsletter.mjml, subject.txt, archive.html, preview.html
    and edition.json. Nothing is stored, submitted or sent.
    """
    from omroeper.domain.month import Month
    from omroeper.wiring import open_desk

    wanted = Month.parse(month)
    with open_desk() as desk:
        files, findings, unread = desk.build_edition(wanted)
    _write(files, out)
    if as_json:
        print_json({"folder": out, "files": sorted(files), "findings": findings, "unread": unread})
        return
    typer.echo(f"{wanted}: wrote {', '.join(sorted(files))} to {out}")
    for told in unread:
        typer.echo(f"  not read: {told}")
    for finding in findings:
        typer.echo(f"  {finding.level}: {finding.place}: {finding.reason} {finding.remedy}")


def _write(files: Mapping[str, object], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            text = content if isinstance(content, str) else to_json(content) + "\n"
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be written to ({cause.strerror})",
            thing=f"--out {cause.filename or out}",
            remedy="Name a folder that you can write to; it is made if needed.",
        ) from cause
