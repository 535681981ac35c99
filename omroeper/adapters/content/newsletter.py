"""content/newsletters/<id>/newsletter.yaml → Newsletter: a newsletter is a folder, not code."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    Prose,
    WebAddress,
    read_document,
)
from omroeper.adapters.content.planning import PlanningFields, planning_with
from omroeper.domain.audience import Segment
from omroeper.domain.edition import Section
from omroeper.domain.newsletter import (
    STANDARD_SECTIONS,
    AssemblyRules,
    Newsletter,
    SectionHeading,
    StandingTexts,
)
from omroeper.domain.planning import Planning
from omroeper.domain.programme import Domain, Programmes

DUTCH = "nl"
"""The language of what the code itself has words for: section titles, figures."""
_Count = Annotated[int, Field(ge=0, le=366)]


class _Rules(Document):
    max_theme: _Count = 3
    max_programmes: _Count = 8
    max_per_programme: _Count = 2
    max_figures: _Count = 3
    max_agenda: _Count = 6
    agenda_days: _Count = 75
    first_lookback_days: _Count = 35
    silent_after: Annotated[int, Field(ge=1, le=60)] = 4
    min_theme: _Count = 1
    min_programmes: _Count = 0
    min_agenda: _Count = 1
    evergreen_rest: _Count = 6


class _Texts(Document):
    greeting: Line
    no_theme_introduction: Prose
    agenda_empty: Prose
    why_you_receive: Prose
    unsubscribe: Line
    colophon: Prose
    called_off: Line | None = None
    moved: Line | None = None


class _Section(Document):
    id: Section
    title: Line | None = None


_Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]


class _Newsletter(Document):
    id: Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    name: Line
    tagline: Line
    organisation: Line
    website: WebAddress
    contact: Annotated[Line, StringConstraints(pattern="^[^@ <>]+@[^@ <>]+$")]
    segment: Line
    language: _Language = DUTCH
    languages: tuple[_Language, ...] | None = None
    programmes: tuple[Line, ...] = ()
    sections: tuple[_Section, ...] | None = None
    sender_name: Line | None = None
    hashtags: tuple[Annotated[Line, StringConstraints(pattern=r"^\w+$")], ...] = ()
    figures_mail: bool = False
    rules: _Rules = _Rules()
    planning: PlanningFields = PlanningFields()
    texts: _Texts


def read_newsletter(
    file: Path, home: Path, segments: dict[str, Segment], programmes: Programmes
) -> tuple[Newsletter, Planning]:
    """One newsletter, and when it is sent where its calendar says nothing else; raises ContentError."""
    read, parsed = read_document(file, home, _Newsletter)
    if read.id != file.parent.name:
        raise parsed.error(
            ("id",),
            f"it stands in the folder ‘{file.parent.name}’",
            "Give the folder and the newsletter the same name.",
        )
    if read.segment not in segments:
        raise parsed.error(
            ("segment",),
            f"there is no segment ‘{read.segment}’",
            "Use an id from config/segments.yaml.",
        )
    _require_subjects(read, parsed, programmes)
    own = {"rules", "planning", "texts", "languages", "sections", "sender_name"}
    sections = _sections(read, parsed)
    if read.figures_mail and Section.FIGURES not in [one.section for one in sections]:
        raise parsed.error(
            ("figures_mail",),
            "this newsletter has no figures",
            "Add a section ‘figures’, or remove this field.",
        )
    newsletter = Newsletter(
        **read.model_dump(exclude=own),
        rules=AssemblyRules(**read.rules.model_dump()),
        texts=_texts(read, parsed),
        languages=read.languages or (read.language,),
        sections=sections,
        sender_name=read.sender_name or "",
    )
    return newsletter, planning_with(read.planning, Planning(), parsed)


def _require_subjects(read: _Newsletter, parsed: Parsed, programmes: Programmes) -> None:
    known = {*(programme.id for programme in programmes), *Domain}
    for index, one in enumerate(read.programmes):
        if one not in known:
            raise parsed.error(
                ("programmes", index),
                f"there is no programme or domain ‘{one}’",
                "Use an id or a domain from content/programmes.yaml.",
            )


def _texts(read: _Newsletter, parsed: Parsed) -> StandingTexts:
    """The standing texts; in Dutch those about events may be left out."""
    given = read.texts.model_dump(exclude_none=True)
    for field in ("called_off", "moved"):
        if field not in given and read.language != DUTCH:
            raise parsed.error(
                ("texts", field), "this field is missing", f"Add ‘{field}: …’ there."
            )
    return StandingTexts(**{field: text.strip() for field, text in given.items()})


def _sections(read: _Newsletter, parsed: Parsed) -> tuple[SectionHeading, ...]:
    """The newsletter's own sections, or all of them in Dutch; raises ContentError."""
    if read.sections is None and read.language == DUTCH:
        return STANDARD_SECTIONS
    given = read.sections or ()
    ids = [one.id for one in given]
    if Section.LEAD not in ids:
        raise parsed.error(
            ("sections",), "there is no lead", "Add a section ‘lead’: an edition opens with it."
        )
    for index, one in enumerate(given):
        place = ("sections", index)
        if one.id in ids[:index]:
            raise parsed.error(place, f"‘{one.id}’ is there twice", "Keep one of the two.")
        if one.title is None and read.language != DUTCH:
            raise parsed.error(place, "it has no title", "Add ‘title: …’ there.")
        if one.id is Section.FIGURES and read.language != DUTCH:
            raise parsed.error(
                place,
                "the sentences of figures are Dutch, so only a Dutch newsletter can have them",
                "Remove this section.",
            )
    return tuple(SectionHeading(one.id, one.title or one.id.title) for one in given)
