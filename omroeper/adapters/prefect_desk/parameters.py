"""What staff fill in to start a flow by hand: each field with its Dutch name and help.

Prefect's form shows them in Quick run and Custom run. It labels a field with the parameter's own
name, and drops a title and description of pydantic's Field; those of a type's schema it keeps. A
Field as default would be shown, but a run that leaves the parameter out gets the Field itself.
"""

from typing import Annotated

from pydantic import WithJsonSchema


def _asked(kind: str, name: str, help_text: str) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, "description": f"**{name}.** {help_text}"})


MonthWanted = Annotated[
    str,
    _asked(
        "string",
        "Maand",
        "Welke maand, zoals 2026-12. Laat leeg voor de eerstvolgende maand van de kalender. Een extra "
        "editie heeft haar naam erbij, zoals 2027-06-regelingen.",
    ),
]
NewsletterWanted = Annotated[
    str,
    _asked(
        "string",
        "Nieuwsbrief",
        "De naam van de map in content/newsletters, zoals agdb. Laat leeg voor de gewone nieuwsbrief.",
    ),
]
EditionWanted = Annotated[
    str,
    _asked(
        "string",
        "Editie",
        "Nieuwsbrief en maand, zoals agdb-2026-12. Laat leeg voor wat nu aan de beurt is.",
    ),
]
CampaignWanted = Annotated[
    str,
    _asked(
        "string",
        "Verzending",
        "De naam van de verzending, zoals agdb-2026-12-v2. Laat leeg voor alles wat nu aan de beurt is.",
    ),
]
Alone = Annotated[
    bool,
    _asked(
        "boolean",
        "Alleen deze run",
        "Laat uit. Het staat aan bij een run die helpt bij een verzending: die start zelf geen andere.",
    ),
]
PostWanted = Annotated[
    str,
    _asked(
        "string",
        "Bericht",
        "De naam van één LinkedIn-bericht dat nog moet worden beoordeeld. Laat leeg om te plaatsen wat "
        "aan de beurt is.",
    ),
]
EditionAsked = Annotated[
    str, _asked("string", "Editie", "De editie waarnaar wordt gevraagd, zoals agdb-2026-12.")
]
VersionAsked = Annotated[
    int, _asked("integer", "Concept", "Het nummer van het concept waarnaar wordt gevraagd.")
]
ReviewerAsked = Annotated[
    str, _asked("string", "Wie kijkt mee", "De naam zoals die in content/team.yaml staat.")
]
