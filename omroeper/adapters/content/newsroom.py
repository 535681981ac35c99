"""Everything an edition is made from, read and checked against each other."""

from datetime import tzinfo
from pathlib import Path

from omroeper.adapters.content.calendar import read_calendar
from omroeper.adapters.content.evergreens import read_evergreens
from omroeper.adapters.content.figures import read_figures
from omroeper.adapters.content.newsletter import read_newsletter
from omroeper.adapters.content.planning import Days
from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.segments import read_segments
from omroeper.adapters.content.team import read_team
from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.planning import HolidayOf


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
    programmes = read_programmes(home)
    segments = read_segments(home, programmes, newsletter_ids(home))
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
