"""Everything an edition is made from, read and checked against each other."""

from datetime import tzinfo
from pathlib import Path

from omroeper.adapters.content.calendar import read_calendar
from omroeper.adapters.content.documents import Document, read_document
from omroeper.adapters.content.figures import read_figures
from omroeper.adapters.content.programmes import read_programmes
from omroeper.domain.audience import Segment
from omroeper.domain.newsletter import AssemblyRules, Newsletter, Newsroom, StandingTexts


class _Rules(Document):
    max_theme: int = 3
    max_programmes: int = 8
    max_per_programme: int = 2
    max_figures: int = 3
    max_agenda: int = 6
    agenda_days: int = 75
    first_lookback_days: int = 35


class _Texts(Document):
    greeting: str
    no_theme_introduction: str
    agenda_empty: str
    why_you_receive: str
    unsubscribe: str
    colophon: str


class _Newsletter(Document):
    id: str
    name: str
    tagline: str
    organisation: str
    website: str
    contact: str
    segment: str
    rules: _Rules = _Rules()
    texts: _Texts


class _Segment(Document):
    id: str
    name: str
    topics: tuple[str, ...] = ()


class _Segments(Document):
    segments: list[_Segment]


def read_newsroom(home: Path, zone: tzinfo, newsletter: str = "agdb") -> Newsroom:
    """Read a newsletter with its calendar, the programmes, the figures and the segments.

    Raises ContentError naming file, line, field and remedy.
    """
    folder = home / "content" / "newsletters" / newsletter
    figures = read_figures(home)
    segments = read_segments(home)
    return Newsroom(
        newsletter=_read_newsletter(folder / "newsletter.yaml", home, segments),
        calendar=read_calendar(folder, home, zone, {figure.id for figure in figures}),
        programmes=read_programmes(home),
        figures=figures,
        segments=segments,
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
