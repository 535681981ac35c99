"""The form with which staff let a list of subscribers in: looked at first, added only when chosen."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal

from prefect.input import RunInput
from pydantic import Field

from omroeper.adapters.prefect_desk.forms import OPEN_THE_LIST, Misfit, ask, prepare_form
from omroeper.adapters.prefect_desk.markdown import plain


class ListAction(StrEnum):
    """What is done with a list, in the words of the form."""

    LOOK = "alleen kijken"
    ADD = "toevoegen"
    NOTHING = "niets doen"


class ListForm(RunInput):
    """What to do with which list. Pressing on only looks."""

    file: str = Field(title="Bestand", description=f"Welke lijst. {OPEN_THE_LIST}")
    action: Literal["alleen kijken", "toevoegen", "niets doen"] = Field(
        default="alleen kijken",
        title="Wat moet er gebeuren",
        description=(
            "Alleen kijken: u ziet wat er zou gebeuren, en daarna dit formulier weer. Toevoegen: de "
            "lezers komen op de lijst. Wie zich ooit afmeldde, krijgt nooit mail door een lijst. "
            f"{OPEN_THE_LIST}"
        ),
    )
    newsletter: str = Field(
        title="Nieuwsbrief",
        description=f"Voor lezers van wie de lijst niet zegt welke. {OPEN_THE_LIST}",
    )
    consent: str = Field(
        default="",
        title="Waar de toestemming vandaan komt",
        description=(
            "Alleen voor lezers van wie de lijst het niet zegt. Bijvoorbeeld: intekenlijst van de "
            "conferentie op 15 oktober. U staat daarvoor met uw naam; het wordt bewaard."
        ),
    )
    name: str = Field(title="Uw naam", description="Wie dit besluit. Wordt bewaard.")


def ask_list(
    lines: Sequence[str],
    *,
    key: str,
    complaint: str,
    typed: Mapping[str, Any],
    choices: Mapping[str, Sequence[str]],
) -> ListForm | Misfit:
    """Ask what to do with one of the lists; `choices` are files, newsletters and who may sign."""
    known = {name: value for name, value in typed.items() if value in choices.get(name, (value,))}
    form = prepare_form(
        ListForm,
        description="\n".join(f"- {plain(line)}" for line in lines),
        complaint=complaint,
        prefilled=known,
        choices=choices,
    )
    return ask(form, key=key)
