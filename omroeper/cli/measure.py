"""`omroeper measure`: take the night's numbers now."""

from typing import TYPE_CHECKING

import typer

from omroeper.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from omroeper.wiring import Desk


def measure(as_json: AsJson = False) -> None:
    """Read deliveries, leavings, clicks, the list, LinkedIn and web analytics; again adds nothing new.

    Exit code 1 when a part gave no numbers; what the others gave is kept.
    """
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        parts = desk.measure_all()
    if as_json:
        print_json(parts)
    else:
        for part in parts:
            typer.echo(part.told)
    if any(part.trouble and not part.read for part in parts):
        raise typer.Exit(1)


def measuring(desk: "Desk") -> tuple[str, str]:
    """For the doctor: what keeps scanners out, and which web analytics are read."""
    programs = len(desk.click_rules.agents)
    consent = desk.opens_consent
    opens = f"opens are seen by consent {consent}" if consent else "opens are not seen"
    providers = [one.name for one in desk.web_analytics]
    told = f"{programs} programs are not counted as readers, {opens}"
    if not providers:
        return "note", f"{told}; no web analytics (config/analytics.yaml)"
    return "ok", f"{told}; web analytics: {', '.join(providers)}"
