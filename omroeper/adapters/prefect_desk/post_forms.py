"""The form about LinkedIn posts: a decision on each, its moment and a note; and the pasted address.

A run starts again from its first line after each answer, when texts, findings and clock are others
than those that were shown. So what was chosen is checked by what Prefect kept of the form, and read
here as plain text; the desk says what no longer fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Annotated, Any, Literal

from prefect.input import RunInput
from pydantic import Field, WithJsonSchema, create_model

from omroeper.adapters.prefect_desk.artifacts import findings_markdown
from omroeper.adapters.prefect_desk.forms import OPEN_THE_LIST, Misfit, ask
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.adapters.prefect_desk.review_desk import link_text
from omroeper.domain.finding import Finding
from omroeper.domain.overruling import warning_choices
from omroeper.domain.post import Post
from omroeper.domain.post_check import post_title
from omroeper.domain.post_ruling import moment_text, shown_label

AT_ONCE = 4
"""Posts in one form; more makes it a wall."""
_Decision = Literal["goedkeuren", "wijzigingen", "ander moment", "niet plaatsen", "later"]
_LINE_END = "\n\n\n"  # in a field's help Prefect takes the last of several line ends for a space


@dataclass(frozen=True, slots=True)
class PostsAnswer:
    """What was typed; `decisions` are decision, note and moment of each post, by its id."""

    decisions: dict[str, tuple[str, str, str]]
    name: str
    shown: str
    accepted: tuple[str, ...]
    why: str
    typed: dict[str, Any]
    """What stands in the form again when it comes back: not the decisions and not the name."""


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post with where its preview stands, its picture, and what was found in it."""

    post: Post
    url: str
    findings: Sequence[Finding]


def ask_posts(
    shown: Sequence[ShownPost],
    *,
    key: str,
    complaint: str,
    signers: Sequence[str],
    zone: tzinfo,
    typed: Mapping[str, Any],
) -> PostsAnswer | Misfit:
    """Ask for a decision on each of these posts. No default: silence never places anything."""
    answer = ask(posts_form(shown, complaint, signers, zone, typed), key=key)
    if isinstance(answer, Misfit):
        return answer
    values = answer.model_dump()
    decisions = {
        one.post.id: (values[f"decision_{n}"], values[f"note_{n}"], values[f"moment_{n}"])
        for n, one in enumerate(shown, 1)
    }
    again = {
        name: value
        for name, value in values.items()
        if name.startswith(("note_", "moment_")) or name in ("accepted", "why")
    }
    accepted = tuple(values.get("accepted", ()))
    return PostsAnswer(
        decisions, values["name"], values["shown"], accepted, values.get("why", ""), again
    )


def posts_form(
    shown: Sequence[ShownPost],
    complaint: str,
    signers: Sequence[str],
    zone: tzinfo,
    typed: Mapping[str, Any],
) -> type[RunInput]:
    """The form: for each post its text, findings and three fields; then who decides."""
    fields: dict[str, Any] = {}
    for number, one in enumerate(shown, 1):
        warning = f"**Nog niet goed:** {plain(complaint)}" if complaint and number == 1 else ""
        fields |= _fields_of(one, number, warning, zone, typed)
    fields["name"] = (
        _choice(signers) if signers else str,
        Field(
            title="Uw naam", description="Wie dit besluit. Wie het schreef, keurt het niet goed."
        ),
    )
    choices = warning_choices([finding for one in shown for finding in one.findings])
    if choices:
        fields["accepted"] = (
            list[_choice(list(choices))],  # type: ignore[misc]  # made just now
            Field(
                default=[one for one in typed.get("accepted", ()) if one in choices],
                title="Voor mijn rekening",
                description="Welke waarschuwingen u gezien hebt en zo laat, bij goedkeuren.",
            ),
        )
        fields["why"] = (
            str,
            Field(
                default=typed.get("why", ""),
                title="Waarom",
                description="Eén reden, als u waarschuwingen voor uw rekening neemt. Wordt bewaard.",
            ),
        )
    label = shown_label([one.post for one in shown])
    fields["shown"] = (
        _choice([label]),
        Field(
            default=label,
            title="Berichten",
            description="Staat al goed: zo geldt uw besluit nooit voor andere teksten.",
        ),
    )
    return create_model("PostsForm", __base__=RunInput, **fields)


def _fields_of(
    one: ShownPost, number: int, warning: str, zone: tzinfo, typed: Mapping[str, Any]
) -> dict[str, Any]:
    name, planned = f"Bericht {number}", moment_text(one.post.planned, zone)
    help_ = (
        "Goedkeuren: het gaat op het moment hieronder uit. Wijzigingen: de schrijver krijgt uw "
        "toelichting. Ander moment: het komt terug met dat moment. Niet plaatsen: het vervalt. "
        f"Later: u besluit straks. {OPEN_THE_LIST}"
    )
    above = (warning, *post_parts(one, number), help_)
    return {
        f"decision_{number}": (
            _Decision,
            Field(title=f"{name}: besluit", description=_LINE_END.join(filter(None, above))),
        ),
        f"moment_{number}": (
            str,
            Field(
                default=typed.get(f"moment_{number}") or planned,
                title=f"{name}: moment",
                description="Dag en tijd in Nederland, zoals 15-10-2024 10:00, of ‘nu’.",
            ),
        ),
        f"note_{number}": (
            str,
            Field(
                default=typed.get(f"note_{number}", ""),
                title=f"{name}: toelichting",
                description="Wat er anders moet, bij wijzigingen. Anders mag dit leeg blijven.",
            ),
        ),
    }


def post_parts(one: ShownPost, number: int) -> tuple[str, ...]:
    """One post as markdown: its number, its text by line, where it can be seen, and its findings."""
    lines = (plain(line) for line in one.post.commentary.splitlines() if line.strip())
    shown = [f"{medium.file}" for medium in one.post.media]
    held = f"Opmerking: {one.post.note}" if one.post.note else ""
    return (
        f"### Bericht {number}: {plain(post_title(one.post))}",
        *lines,
        link_text(one.post.link),
        plain(f"{one.post.kind.dutch}{': ' if shown else ''}{', '.join(shown)}"),
        f"[Bekijk het zoals LinkedIn het toont]({one.url})",
        plain(held),
        *(line for line in findings_markdown(one.findings).splitlines() if line.strip()),
    )


class PlacedForm(RunInput):
    """The address of a post that a person placed by hand."""

    address: str = Field(
        title="Adres van het bericht",
        description=(
            "Kies op LinkedIn bij het bericht ‘⋯’ en dan ‘Link naar bericht kopiëren’, en plak het "
            "hier."
        ),
    )
    name: str = Field(title="Uw naam", description="Wie het plaatste. Wordt bewaard.")


def ask_placed(
    post: Post, *, key: str, complaint: str, url: str, typed: Mapping[str, Any]
) -> PlacedForm | Misfit:
    """Ask for the address of this post on LinkedIn."""
    warning = f"**Nog niet goed:** {plain(complaint)}" if complaint else ""
    told = (
        warning,
        f"**{plain(post_title(post))}**",
        f"[Tekst en beeld om te plaatsen]({url})",
        str(PlacedForm.model_fields["address"].description),
    )
    address = (
        str,
        Field(
            default=typed.get("address", ""),
            title="Adres van het bericht",
            description=_LINE_END.join(filter(None, told)),
        ),
    )
    form = create_model("PlacedForm", __base__=PlacedForm, address=address)
    return ask(form, key=key)


def _choice(names: Sequence[str]) -> Any:
    """Text that the form offers as a list."""
    return Annotated[str, WithJsonSchema({"type": "string", "enum": list(names)})]
