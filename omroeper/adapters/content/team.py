"""content/team.yaml → Team."""

from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from omroeper.adapters.content.documents import Document, Line, Parsed, read_document
from omroeper.domain.programme import Programmes
from omroeper.domain.team import Person, Team

Address = Annotated[Line, StringConstraints(pattern="^[^@ <>]+@[^@ <>]+$")]


class _Person(Document):
    id: Line
    name: Line
    address: Address
    editor: bool = False
    contact_for: tuple[Line, ...] = ()
    reviews: tuple[Line, ...] = ()


class _File(Document):
    people: list[_Person]


def read_team(home: Path, programmes: Programmes) -> Team:
    """Everyone; ids and names are unique, and programmes known. Without the file, nobody."""
    file = home / "content" / "team.yaml"
    if not file.exists():
        return Team()
    read, parsed = read_document(file, home, _File)
    found: dict[str, Person] = {}
    for index, one in enumerate(read.people):
        for field, known in (("id", found), ("name", {person.name for person in found.values()})):
            if getattr(one, field) in known:
                raise parsed.error(
                    ("people", index, field),
                    f"‘{getattr(one, field)}’ is there twice",
                    "Give each person an id and a name of their own.",
                )
        _require_programmes(one, index, parsed, programmes)
        found[one.id] = Person(**one.model_dump())
    return Team(found)


def _require_programmes(one: _Person, index: int, parsed: Parsed, known: Programmes) -> None:
    for field in ("contact_for", "reviews"):
        for position, programme in enumerate(getattr(one, field)):
            if known.get(programme) is None:
                raise parsed.error(
                    ("people", index, field, position),
                    f"there is no programme ‘{programme}’",
                    "Use an id from content/programmes.yaml.",
                )
