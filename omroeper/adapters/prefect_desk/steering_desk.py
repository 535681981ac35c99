"""The form with which staff steer a campaign: choices by name, and what each of them does."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from prefect.input import RunInput
from pydantic import Field

from omroeper.adapters.prefect_desk.forms import OPEN_THE_LIST, Misfit, ask, prepare_form
from omroeper.adapters.prefect_desk.markdown import plain


class SteeringForm(RunInput):
    """What to do with which campaign. No default: nothing happens by pressing on."""

    campaign: str = Field(title="Verzending", description=f"Welke. {OPEN_THE_LIST}")
    action: Literal["pauzeren", "hervatten", "stoppen", "ander tempo"] = Field(
        title="Wat moet er gebeuren",
        description=(
            "Pauzeren: er gaat niets meer uit tot u hervat. Hervatten: gaat verder waar het was; "
            "niemand krijgt de mail twee keer. Stoppen: voorgoed; wie de mail nog niet heeft, krijgt "
            "hem niet meer. Ander tempo: vul hieronder in hoeveel mails er per uur weg mogen. "
            f"{OPEN_THE_LIST}"
        ),
    )
    per_hour: int = Field(
        default=0,
        ge=0,
        le=10_000_000,
        title="Mails per uur",
        description="Alleen bij ‘ander tempo’. 0 heft een eerder gekozen tempo op.",
    )
    name: str = Field(title="Uw naam", description="Wie dit besluit. Wordt bewaard.")
    note: str = Field(
        default="", title="Toelichting", description="Mag leeg blijven. Wordt bewaard."
    )


def ask_steering(
    lines: Sequence[str],
    names: Sequence[str],
    *,
    key: str,
    complaint: str,
    typed: Mapping[str, Any],
    signers: Sequence[str],
) -> SteeringForm | Misfit:
    """Ask what to do with one of the campaigns named; `lines` tell how each of them stands."""
    warning = f"**Nog niet goed:** {plain(complaint)}\n\n" if complaint else ""
    known = {
        name: value
        for name, value in typed.items()
        if name in ("per_hour", "note") or (name == "campaign" and value in names)
    }
    form = prepare_form(
        SteeringForm,
        description=warning + "\n".join(f"- {plain(line)}" for line in lines),
        complaint=complaint,
        prefilled=known,
        choices={"campaign": names, "name": signers},
    )
    return ask(form, key=key)
