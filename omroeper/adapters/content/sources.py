"""config/sources.yaml → the sources of items."""

from dataclasses import replace
from pathlib import Path

from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.domain.links import is_web_address
from omroeper.domain.programme import Programmes
from omroeper.domain.source import PageSelectors, Source, SourceKind

_ON_THE_WEB = (SourceKind.FEED, SourceKind.PAGE, SourceKind.CALENDAR)


class _Select(Document):
    item: Line
    title: Line
    link: Line = "a"
    date: str = ""
    text: str = ""


class _Source(Document):
    id: Line
    name: Line
    kind: SourceKind
    address: Line
    programme: str
    language: str = "nl"
    weight: int = 1
    licence: str = ""
    credit: str = ""
    select: _Select | None = None


class _File(Document):
    sources: list[_Source]


def read_sources(file: Path, home: Path, programmes: Programmes) -> tuple[Source, ...]:
    """The sources in order; ids are unique, programmes must exist, addresses go with their kind."""
    read, parsed = read_document(file, home, _File)
    seen: set[str] = set()
    found: list[Source] = []
    for index, one in enumerate(read.sources):
        place = ("sources", index)
        if one.id in seen:
            raise parsed.error((*place, "id"), f"‘{one.id}’ is there twice", "Give one another id.")
        seen.add(one.id)
        programme = programmes.named(one.programme)
        if programme is None:
            raise parsed.error(
                (*place, "programme"),
                f"there is no programme ‘{one.programme}’",
                "Use an id or name from content/programmes.yaml.",
            )
        mistake = _mistake(one, home)
        if mistake is not None:
            field, problem, remedy = mistake
            raise parsed.error((*place, field), problem, remedy)
        found.append(replace(_source(one), programme=programme.id))
    return tuple(found)


def _source(one: _Source) -> Source:
    values = one.model_dump(exclude={"select"})
    select = PageSelectors(**one.select.model_dump()) if one.select else None
    return Source(**values, select=select)


def _mistake(one: _Source, home: Path) -> tuple[str, str, str] | None:
    """What does not go with the kind: field, problem and remedy."""
    on_web = is_web_address(one.address)
    if one.kind in _ON_THE_WEB and not on_web:
        told = f"this is not the address of a {one.kind}"
        return "address", told, "Write the whole address, starting with https://."
    if one.kind is SourceKind.UPDATES and not _inside(home / "content", one.address):
        told = "this is not a folder under content/"
        return "address", told, "Write its name as it stands there, such as ‘updates’."
    if one.kind is SourceKind.SHEET and not on_web and not _is_sheet(home / "content", one.address):
        told = "this is neither a web address nor a .csv or .xlsx file under content/"
        return "address", told, "Write https://… or the file's name, such as ‘agenda.xlsx’."
    if one.select is not None and one.kind is not SourceKind.PAGE:
        told = f"a {one.kind} has no selectors"
        return "select", told, "Leave `select` out, or make this a `page`."
    if one.kind is SourceKind.FORM:
        return "kind", "the form is always there", "Leave this source out."
    return None


def _is_sheet(folder: Path, address: str) -> bool:
    return _inside(folder, address) and address.lower().endswith((".csv", ".xlsx"))


def _inside(folder: Path, address: str) -> bool:
    return (folder / address).resolve().is_relative_to(folder.resolve())
