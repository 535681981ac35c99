"""`omroeper audit`: who did what, when, and with which fingerprint."""

from typing import Annotated

import typer

from omroeper.cli.output import AsJson, print_json, print_rows
from omroeper.domain.review import AuditEntry

_MARK = 12
"""Digits of a fingerprint that are shown; `--json` has them all."""


def audit(
    thing: Annotated[
        str, typer.Argument(help="An edition's or post's id; leave out for all.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show the audit log, oldest first. It is append-only: the database refuses to change it."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.audit_log(thing)
    if as_json:
        print_json(found)
        return
    if not found:
        typer.echo(f"Nothing was done with {thing} yet." if thing else "Nothing was done yet.")
        return
    rows = [
        (one.at.isoformat(timespec="seconds"), one.who, one.what, one.thing,
         one.fingerprint[:_MARK], one.detail)
        for one in found
    ]  # fmt: skip
    header = ("when", "who", "what", "thing", "fingerprint", "detail")
    print_rows(rows, header, [_changed(one) for one in found])


def _changed(entry: AuditEntry) -> list[str]:
    sides = ("before", entry.before), ("after", entry.after)
    return [f"{name:<6}  {told}" for name, told in sides if told]
