"""`omroeper campaign explain`: what one person got, and why. The address is never printed or logged."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from omroeper.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from omroeper.domain.explanation import Explanation

MOST_CHARACTERS = 1000


def explain(
    address: Annotated[
        str,
        typer.Argument(
            help="The person's address, or - to read it from standard input, where no shell keeps it."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Tell what one person got and why: subscription, consent, segments, suppression, every copy."""
    from omroeper.wiring import open_desk

    given = sys.stdin.read(MOST_CHARACTERS).strip() if address == "-" else address
    with open_desk() as desk:
        found = desk.explain(given)
    if as_json:
        print_json(found)
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: "Explanation") -> list[str]:
    never = f"never mailed: {found.suppression}" if found.suppression else "may be mailed"
    if not found.known:
        gone = "If this person was erased, what was sent before can no longer be told."
        return ["Nobody on the list has this address.", f"suppression  {never}", gone]
    consent = found.consent_source or "no source was noted"
    moment = f" at {found.consent_at.isoformat(timespec='seconds')}" if found.consent_at else ""
    lines = [
        f"subscriber   {found.key}",
        f"status       {found.status}",
        f"consent      {consent}{moment}",
        f"newsletters  {', '.join(found.newsletters) or 'none'}",
        f"topics       {', '.join(found.topics) or 'none chosen'}",
        f"segments     {', '.join(found.segments) or 'none'}",
        f"suppression  {never}",
    ]
    for one in found.copies:
        lines.append(f"{one.campaign}  {one.at.isoformat(timespec='seconds')}  {one.told}")
        lines += [
            f"    {came.at.isoformat(timespec='seconds')}  {came.told}" for came in one.returned
        ]
        if one.again_at is not None:
            lines.append(f"    the next attempt is at {one.again_at.isoformat(timespec='seconds')}")
    lines += [f"{one}  this person was not in its audience" for one in found.not_frozen]
    return lines
