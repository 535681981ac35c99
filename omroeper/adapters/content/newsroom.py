"""Everything an edition is made from, read and checked against each other."""

from datetime import tzinfo
from pathlib import Path

from omroeper.adapters.content.calendar import read_calendar
from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.adapters.content.evergreens import read_evergreens
from omroeper.adapters.content.figures import read_figures
from omroeper.adapters.content.newsletter import read_newsletter
from omroeper.adapters.content.planning import Days
from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.team import read_team
from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.audience import Segment
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.planning import HolidayOf


class _Segment(Document):
    id: Line
    name: Line
    topics: tuple[Line, ...] = ()


class _Segments(Document):
    segments: list[_Segment]


def newsletter_ids(home: Path) -> tuple[str, ...]:
    """Every newsletter: a folder of content/newsletters/ each."""
    folder = home / "content" / "newsletters"
    found = [one.name for one in folder.glob("[!._]*") if one.is_dir()]
    return tuple(sorted(found))


def newsletter_folder(home: Path, newsletter: str) -> Path:
    return home / "content" / "newsletters" / newsletter


def read_newsroom(
    home: Path, zone: tzinfo, newsletter: str = "agdb", holiday_of: HolidayOf = dutch_holiday
) -> Newsroom:
    """Read a newsletter with its calendar, the programmes, the figures and the segments.

    Raises ContentError naming file, line, field and remedy.
    """
    folder = newsletter_folder(home, newsletter)
    figures = read_figures(home)
    segments = read_segments(home)
    programmes = read_programmes(home)
    team = read_team(home, programmes)
    read, planning = read_newsletter(folder / "newsletter.yaml", home, segments, programmes)
    days = Days(planning, zone, holiday_of)
    return Newsroom(
        newsletter=read,
        calendar=read_calendar(
            folder, home, days, {figure.id for figure in figures}, team, segments
        ),
        programmes=programmes,
        figures=figures,
        segments=segments,
        team=team,
        evergreens=read_evergreens(home, programmes),
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
