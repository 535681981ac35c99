"""content/evergreen/*.md → evergreen texts."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from omroeper.adapters.content.documents import (
    Document,
    Line,
    WebAddress,
    paragraphs_of,
    read_front_matter,
)
from omroeper.domain.evergreen import Evergreen
from omroeper.domain.programme import Programmes


class _Evergreen(Document):
    title: Annotated[Line, Field(max_length=200)]
    programme: Line
    link: WebAddress | None = None
    terms: tuple[Line, ...] = ()
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] = "nl"
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    valid_until: date | None = None


def read_evergreens(home: Path, programmes: Programmes) -> tuple[Evergreen, ...]:
    """Every text, by the name of its file; titles are unique, since the editor chooses by title.

    Raises ContentError. Without the folder there are none.
    """
    found: dict[str, Evergreen] = {}
    for file in sorted((home / "content" / "evergreen").glob("*.md")):
        if file.name == "README.md":
            continue
        read, body, parsed = read_front_matter(file, home, _Evergreen)
        programme = programmes.named(read.programme)
        if programme is None:
            raise parsed.error(
                ("programme",),
                f"there is no programme ‘{read.programme}’",
                "Use an id or name from content/programmes.yaml.",
            )
        if not body:
            raise parsed.error((), "there is no text", "Write it under the second ‘---’.")
        if read.title in found:
            raise parsed.error(
                ("title",), "another evergreen has this title", "Give each a title of its own."
            )
        found[read.title] = Evergreen(
            id=file.stem,
            title=read.title,
            text=paragraphs_of(body),
            programme=programme.id,
            link=read.link or "",
            terms=read.terms,
            language=read.language,
            months=read.months,
            valid_until=read.valid_until,
        )
    return tuple(found.values())
