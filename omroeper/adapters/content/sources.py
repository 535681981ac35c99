"""config/sources.yaml → the sources of items."""

from pathlib import Path

from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.domain.links import is_web_address
from omroeper.domain.programme import Programmes
from omroeper.domain.source import Source, SourceKind


class _Source(Document):
    id: Line
    name: Line
    kind: SourceKind
    address: Line
    programme: str
    language: str = "nl"
    weight: int = 1
    credit: str = ""


class _File(Document):
    sources: list[_Source]


def read_sources(file: Path, home: Path, programmes: Programmes) -> tuple[Source, ...]:
    """The sources in order; ids are unique, programmes must exist, feeds have an http(s) address."""
    read, parsed = read_document(file, home, _File)
    seen: set[str] = set()
    for index, one in enumerate(read.sources):
        place = ("sources", index)
        if one.id in seen:
            raise parsed.error((*place, "id"), f"‘{one.id}’ is there twice", "Give one another id.")
        seen.add(one.id)
        if programmes.get(one.programme) is None:
            raise parsed.error(
                (*place, "programme"),
                f"there is no programme ‘{one.programme}’",
                "Use an id from content/programmes.yaml.",
            )
        if one.kind is SourceKind.FEED and not is_web_address(one.address):
            raise parsed.error(
                (*place, "address"),
                "this is not the address of a feed",
                "Write the whole address, starting with https://.",
            )
        if one.kind is SourceKind.UPDATES and not _inside(home / "content", one.address):
            raise parsed.error(
                (*place, "address"),
                "this is not a folder under content/",
                "Write its name as it stands there, such as ‘updates’.",
            )
    return tuple(Source(**one.model_dump()) for one in read.sources)


def _inside(folder: Path, address: str) -> bool:
    return (folder / address).resolve().is_relative_to(folder.resolve())
