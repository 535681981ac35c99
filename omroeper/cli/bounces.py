"""`omroeper bounces`: what mails report, and reading the mailbox they come to."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows

if TYPE_CHECKING:
    from omroeper.domain.bounce import BounceReport

app = typer.Typer(help="What comes back: bounces and complaints.", no_args_is_help=True)

_GRAVEST = ("hard", "complaint", "soft", "auto-reply", "unknown")


@app.callback()
def _group() -> None:
    """What comes back: bounces and complaints."""


@app.command("classify")
def classify(
    place: Annotated[Path, typer.Argument(help="A file with one mail, or a folder of them.")],
    as_json: AsJson = False,
) -> None:
    """Say what each mail reports, one line a mail; nothing is recorded."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        rows = [_row(file, reports) for file, reports in desk.classify_bounces(place)]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, sort_keys=True))
        return
    header = ("file", "verdict", "recipient", "status", "reason")
    print_rows([tuple(str(row[name]) for name in header) for row in rows], header)


@app.command("read")
def read(as_json: AsJson = False) -> None:
    """Read the mailbox of the settings: record, suppress, and remove what is recorded."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        done = desk.read_bounces()
    if as_json:
        print_json(done)
        return
    for name, count in asdict(done).items():
        typer.echo(f"{name.replace('_', '-'):13} {count}")


def _row(file: Path, reports: "tuple[BounceReport, ...]") -> dict[str, object]:
    """The gravest report of a mail; `others` are the recipients of the rest."""
    first, *rest = sorted(reports, key=lambda one: _GRAVEST.index(one.kind.value))
    return {
        "file": str(file),
        "verdict": first.kind.value,
        "recipient": first.recipient,
        "status": first.status,
        "code": first.code,
        "reason": first.cause.value,
        "words": first.words,
        "final": first.final,
        "others": [one.recipient for one in rest],
    }
