"""The Dutch forms that a suspended run shows, and how an answer comes back.

Prefect checks an answer against the form's JSON schema before it resumes; Python validators run
only after that and would fail the run, so rules that need words of ours are checked by the flow,
which then asks again with a new key (docs.prefect.io/v3/advanced/interactive).
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from pydantic import Field, ValidationError, WithJsonSchema, create_model

from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.domain.language.consent import CONSENT_EXAMPLE

OPEN_THE_LIST = "Klik op de pijltjes rechts, of typ de eerste letter."
"""Prefect's list closes again at once when it is clicked anywhere but on its arrows."""
PROOF = "proefmail"
"""What the editor chooses instead of a decision, to see the mail in a mailbox first."""
_NOTE_WITH_WARNINGS = (
    "Laat u hieronder een waarschuwing voor uw rekening, schrijf dan waarom. Anders mag dit leeg "
    "blijven. Wordt bewaard."
)


class ReviewForm(RunInput):
    """The editor's decision on a draft. No default: silence is never an approval."""

    decision: Literal["goedkeuren", "wijzigingen", "afwijzen", "meekijken", "proefmail"] = Field(
        title="Besluit",
        description=(
            "Goedkeuren: dit concept gaat op het geplande moment uit. "
            "Wijzigingen: u krijgt een formulier om het concept aan te passen. "
            "Afwijzen: er gaat niets uit. Meekijken: de meekijkers van de programma’s krijgen een "
            "mail met alleen hun berichten. Proefmail: eerst een proef naar collega’s. Na die twee "
            f"ziet u dit formulier weer. {OPEN_THE_LIST}"
        ),
    )
    name: str = Field(
        title="Uw naam",
        description="Wie dit besluit neemt. Wie het concept maakte, keurt het niet goed.",
    )
    note: str = Field(
        default="",
        title="Toelichting",
        description="Mag leeg blijven. Wordt bewaard bij de editie.",
    )
    draft: str = Field(
        default="",
        title="Concept",
        description="Staat al goed: zo geldt uw besluit nooit voor een ander concept.",
    )


class WarnedReviewForm(ReviewForm):
    """The decision on a draft with warnings: whoever approves takes them on, with a reason."""

    note: str = Field(default="", title="Toelichting", description=_NOTE_WITH_WARNINGS)
    accepted: list[str] = Field(
        default_factory=list,
        title="Voor mijn rekening",
        description=(
            "Alleen bij goedkeuren: welke waarschuwingen u gezien hebt en zo laat. Wat blokkeert, "
            "staat hier niet bij."
        ),
    )


class ProofForm(RunInput):
    """Who gets a proof of the draft. Nobody chosen: back to the decision."""

    to: list[str] = Field(
        default_factory=list,
        title="Proefmail naar",
        description=(
            "Kies de collega’s die hem krijgen. Kiest u niemand, dan gaat u terug naar het besluit. "
            f"{OPEN_THE_LIST}"
        ),
    )


class ChangesForm(RunInput):
    """What the editor changes in the draft; prefilled with the draft itself."""

    subject: str = Field(
        default="",
        title="Onderwerp",
        description="De onderwerpregel van de mail, liefst tot 60 tekens.",
    )
    preheader: str = Field(
        default="",
        title="Voorvertoning",
        description="De regel die mailprogramma’s naast het onderwerp tonen, tot 110 tekens.",
    )
    introduction: str = Field(
        default="", title="Inleiding", description="De tekst bovenaan de mail."
    )
    drop: list[str] = Field(
        default_factory=list,
        title="Weglaten",
        description=f"Kies de berichten die niet in de mail moeten. {OPEN_THE_LIST}",
    )
    order: list[str] = Field(
        default_factory=list,
        title="Volgorde",
        description=(
            "Kies berichten in de volgorde die u wilt. Binnen elk onderdeel komen deze vooraan; "
            "de rest volgt in de volgorde van nu."
        ),
    )
    include: list[str] = Field(
        default_factory=list,
        title="Toch opnemen",
        description=(
            "Kies wat is weggelaten en er toch in moet; achter elke titel staat waarom het weg was. "
            "Het komt erbij: er valt niets anders door af."
        ),
    )
    send_at: str = Field(
        default="",
        title="Verzenden op",
        description="Dag en tijd in Nederland, zoals 15-10-2024 10:00.",
    )


class ThinChangesForm(ChangesForm):
    """What the editor changes in a draft with too little news: evergreen texts can be put in."""

    evergreens: list[str] = Field(
        default_factory=list,
        title="Evergreen opnemen",
        description=(
            "Er is weinig nieuws. Kies hier een tekst die altijd klopt, als u er een wilt opnemen. "
            f"{OPEN_THE_LIST}"
        ),
    )


class ItemReviewForm(RunInput):
    """What a reviewer says of one item. No default: silence is no agreement."""

    answer: Literal["akkoord", "aanpassen", "niet plaatsen"] = Field(
        title="Uw oordeel",
        description=(
            "Akkoord: zo kan het mee. Aanpassen: verander de tekst hieronder. Niet plaatsen: schrijf "
            f"waarom. De redactie besluit. {OPEN_THE_LIST}"
        ),
    )
    text: str = Field(
        default="",
        title="Tekst",
        description="Alleen bij aanpassen: de tekst zoals u hem voorstelt.",
    )
    note: str = Field(
        default="", title="Toelichting", description="Mag leeg blijven, behalve bij niet plaatsen."
    )


class ContributionForm(RunInput):
    """What staff of a programme hand in. Moments are typed as text: Prefect's picker starts at UTC."""

    kind: Literal["nieuws", "agenda", "agenda verplaatst", "agenda afgelast", "linkedin"] = Field(
        title="Soort",
        description=(
            "Nieuws, iets voor de agenda, of een LinkedIn-bericht. Is een bijeenkomst die u eerder "
            f"aanleverde verplaatst of afgelast, vul dan dezelfde titel in. {OPEN_THE_LIST}"
        ),
    )
    programme: str = Field(
        title="Programma", description="De naam van uw programma, zoals Techkwadraat."
    )
    title: str = Field(title="Titel", description="Eén regel, tot 90 tekens.")
    text: str = Field(
        default="",
        title="Tekst",
        description=(
            "Het bericht zelf, in gewone taal. Zet een lege regel tussen alinea’s. Mag leeg blijven bij "
            "verplaatst en afgelast."
        ),
    )
    language: Literal["Nederlands", "Engels"] = Field(
        default="Nederlands",
        title="Taal",
        description=(
            "De taal van uw tekst. Wat in het Engels is, komt alleen in een Engelstalige nieuwsbrief. "
            f"{OPEN_THE_LIST}"
        ),
    )
    link: str = Field(
        default="", title="Link", description="Waar de lezer meer vindt; begint met https://."
    )
    starts: str = Field(
        default="",
        title="Begin",
        description=(
            "Alleen voor de agenda, en voor LinkedIn als het later geplaatst moet worden. "
            "Schrijf het als 19-11-2026 10:00."
        ),
    )
    ends: str = Field(
        default="", title="Einde", description="Mag leeg blijven. Alleen voor de agenda."
    )
    place: str = Field(
        default="", title="Plaats", description="Mag leeg blijven. Alleen voor de agenda."
    )
    quotes_consent: str = Field(
        default="",
        title="Toestemming voor citaten",
        description=(
            "Alleen als u iemand citeert: wie toestemming gaf, wanneer en hoe, zoals "
            f"{CONSENT_EXAMPLE}."
        ),
    )
    name: str = Field(title="Uw naam", description="Wie dit aanlevert.")


@dataclass(frozen=True, slots=True)
class Misfit:
    """An answer that does not fit the form; `complaint` (Dutch) says what was wrong."""

    complaint: str


Form = TypeVar("Form", bound=RunInput)


def prepare_form(
    form: type[Form],
    *,
    description: str,
    complaint: str = "",
    prefilled: Mapping[str, Any] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> type[Form]:
    """The form with its values filled in and its fields limited to these choices.

    The description stands with the first field, after the complaint: above the form, Prefect hides it
    when the form is taller than the window. `with_initial_data` would lose the fields' titles and help,
    so the fields are copied.
    """
    above = (f"**Nog niet goed:** {plain(complaint)}" if complaint else "", description)
    fields: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        annotation: Any = field.annotation
        changed = copy(field)
        if not fields:
            changed.description = _paragraphs((*above, field.description or ""))
        if prefilled and name in prefilled:
            changed.default, changed.default_factory = prefilled[name], None
        if choices and choices.get(name):
            names = tuple(choices[name])
            # pydantic makes a `const` of a single name; the form needs a list of one
            schema = {"type": "string", "enum": list(names)}
            one: Any = Annotated[Literal[names], WithJsonSchema(schema)]
            annotation = list[one] if field.annotation == list[str] else one
            changed.annotation = annotation
            if annotation is not one:
                chosen = (prefilled or {}).get(name, [])
                known = [one for one in chosen if one in names]  # what is gone is not prefilled
                changed.default, changed.default_factory = known, None
        fields[name] = (annotation, changed)
    return create_model(form.__name__, __base__=form, **fields)


def _paragraphs(parts: Sequence[str]) -> str:
    """Each line a paragraph: in a field's help Prefect takes the last of several line ends for a space."""
    return "\n\n\n".join(line for part in parts for line in part.splitlines() if line.strip())


def ask(form: type[Form], *, key: str) -> Form | Misfit:
    """Suspend the run until this form is answered; each key is asked once, and its answer kept.

    The first call ends the process; after the resume the run starts again from its first line and
    this call gives the answer. There is no timeout: silence waits, it never decides.
    """
    try:
        answer: Form = suspend_flow_run(wait_for_input=form, key=key)
    except ValidationError as error:
        return Misfit("; ".join(_in_dutch(form, detail) for detail in error.errors()))
    return answer


def _in_dutch(form: type[RunInput], detail: Mapping[str, Any]) -> str:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    field = form.model_fields.get(name)
    title = (field.title if field else None) or name or "Het formulier"
    if detail["type"] == "missing":
        return f"{title}: niet ingevuld"
    if detail["type"] == "literal_error":
        return f"{title}: ‘{detail['input']}’ is geen van de keuzes"
    return f"{title}: past niet ({detail['msg']})"
