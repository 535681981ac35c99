"""content/programmes.yaml → Programmes."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.domain.programme import Domain, Programme, Programmes, ProgrammeStatus


class _Programme(Document):
    id: Line
    name: Line
    domain: Domain
    status: ProgrammeStatus = ProgrammeStatus.ACTIVE
    parent: str | None = None
    successor: str | None = None
    note: str = ""
    weight: Annotated[int, Field(ge=0, le=100)] = 1


class _File(Document):
    programmes: list[_Programme]


def read_programmes(home: Path) -> Programmes:
    """All programmes; parents and successors must be in the file too."""
    read, parsed = read_document(home / "content" / "programmes.yaml", home, _File)
    by_id: dict[str, Programme] = {}
    for index, one in enumerate(read.programmes):
        if one.id in by_id:
            raise parsed.error(
                ("programmes", index, "id"), f"‘{one.id}’ is there twice", "Give one another id."
            )
        by_id[one.id] = Programme(**one.model_dump())
    for index, one in enumerate(read.programmes):
        for field in ("parent", "successor"):
            other = getattr(one, field)
            if other is not None and other not in by_id:
                raise parsed.error(
                    ("programmes", index, field),
                    f"there is no programme ‘{other}’",
                    "Use the id of a programme in this file.",
                )
    return Programmes(by_id)
