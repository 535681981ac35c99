"""config/linkedin.yaml → how the content calendar works; without the file its defaults hold."""

from dataclasses import dataclass, field
from pathlib import Path

from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.adapters.sheets.posts import NAMES, SheetOfPosts
from omroeper.domain.programme import Programmes, ProgrammeStatus
from omroeper.domain.team import Person, Team

FILE = Path("config") / "linkedin.yaml"


class _Sheet(Document):
    address: Line
    columns: dict[str, Line] = {}  # noqa: RUF012 - pydantic copies it


class _LinkedIn(Document):
    owner: Line | None = None
    weights: dict[str, int] = {}  # noqa: RUF012
    sheet: _Sheet | None = None


@dataclass(frozen=True, slots=True)
class ContentCalendar:
    """`owner` places posts by hand where there is no access; `weights` are of every programme that
    is expected to post."""

    owner: Person | None = None
    weights: dict[str, int] = field(default_factory=dict)
    sheet: SheetOfPosts | None = None


def read_content_calendar(home: Path, programmes: Programmes, team: Team) -> ContentCalendar:
    """The calendar's settings, checked against what they name; raises ContentError."""
    weights = {one.id: 1 for one in programmes if one.status is ProgrammeStatus.ACTIVE}
    if not (home / FILE).exists():
        return ContentCalendar(_owner(team), weights)
    read, parsed = read_document(home / FILE, home, _LinkedIn)
    for name, weight in read.weights.items():
        if programmes.get(name) is None:
            remedy = "Use an id from content/programmes.yaml."
            raise parsed.error(("weights", name), "there is no such programme", remedy)
        if weight < 1:
            raise parsed.error(("weights", name), "a weight is at least 1", "Leave it out for 1.")
    for name in read.sheet.columns if read.sheet else ():
        if name not in NAMES:
            remedy = f"Use one of {', '.join(NAMES)}."
            raise parsed.error(("sheet", "columns", name), "there is no such field", remedy)
    owner = team.named(read.owner) if read.owner else _owner(team)
    if read.owner and owner is None:
        raise parsed.error(("owner",), "nobody of the team has this id", "See content/team.yaml.")
    sheet = SheetOfPosts(read.sheet.address, read.sheet.columns) if read.sheet else None
    return ContentCalendar(owner, {**weights, **read.weights}, sheet)


def _owner(team: Team) -> Person | None:
    return next(iter(team.editors), None)
