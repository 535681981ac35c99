"""Everything an edition is made from, read and checked against each other."""

from datetime import tzinfo
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from omroeper.adapters.content.calendar import read_calendar
from omroeper.adapters.content.documents import Document, Line, Prose, WebAddress, read_document
from omroeper.adapters.content.figures import read_figures
from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.team import read_team
from omroeper.domain.audience import Segment
from omroeper.domain.newsletter import AssemblyRules, Newsletter, Newsroom, StandingTexts

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


class _Texts(Document):
    greeting: Line
    no_theme_introduction: Prose
    agenda_empty: Prose
    why_you_receive: Prose
    unsubscribe: Line
    colophon: Prose


class _Newsletter(Document):
    id: Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    name: Line
    tagline: Line
    organisation: Line
    website: WebAddress
    contact: Annotated[Line, StringConstraints(pattern="^[^@ <>]+@[^@ <>]+$")]
    segment: Line
    rules: _Rules = _Rules()
    texts: _Texts


class _Segment(Document):
    id: Line
    name: Line
    topics: tuple[Line, ...] = ()


class _Segments(Document):
    segments: list[_Segment]


def read_newsroom(home: Path, zone: tzinfo, newsletter: str = "agdb") -> Newsroom:
    """Read a newsletter with its calendar, the programmes, the figures and the segments.

    Raises ContentError naming file, line, field and remedy.
    """
    folder = home / "content" / "newsletters" / newsletter
    figures = read_figures(home)
    segments = read_segments(home)
    programmes = read_programmes(home)
    team = read_team(home, programmes)
    return Newsroom(
        newsletter=_read_newsletter(folder / "newsletter.yaml", home, segments),
        calendar=read_calendar(
            folder, home, zone, {figure.id for figure in figures}, team, segments
        ),
        programmes=programmes,
        figures=figures,
        segments=segments,
        team=team,
    )


def read_segments(home: Path) -> dict[str, Segment]:
    read, parsed = read_document(home / "config" / "segments.yaml", home, _Segments)
    found: dict[str, Segment] = {}
    for index, one in enumerate(read.segments):
        if one.id in found:
            raise parsed.error(
                ("segments", index, "id"), f"‘{one.id}’ is there twice", "Give one another id."
            )
        found[one.id] = Segment(one.id, one.name, tuple(one.topics))
    return found


def _read_newsletter(file: Path, home: Path, segments: dict[str, Segment]) -> Newsletter:
    read, parsed = read_document(file, home, _Newsletter)
    if read.segment not in segments:
        raise parsed.error(
            ("segment",),
            f"there is no segment ‘{read.segment}’",
            "Use an id from config/segments.yaml.",
        )
    values = read.model_dump(exclude={"rules", "texts"})
    return Newsletter(
        **values,
        rules=AssemblyRules(**read.rules.model_dump()),
        texts=StandingTexts(**{k: v.strip() for k, v in read.texts.model_dump().items()}),
    )
