"""config/figures/sources.yaml: which figures are fetched, and from which open tables. Optional."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, Parsed, WebAddress, read_document
from omroeper.domain.figure import FigureDefinition, FigureSourceKind
from omroeper.domain.figure_table import FigureTable

_Kind = Literal["cbs_v4", "cbs_v3", "duo_ckan", "csv"]
_Code = Annotated[str, Field(min_length=1, pattern=r"^[^'\r\n]+$")]


class _Table(Document):
    id: Line
    kind: _Kind
    figure: Line
    source: Line
    address: WebAddress
    measure: _Code
    unit: str
    period: Annotated[str, Field(pattern=r"^[\w .()-]+$")] = "Perioden"
    scale: Annotated[int, Field(ge=1)] = 1
    where: dict[_Code, _Code] = Field(default_factory=dict)
    resource: str = ""
    edition: str = ""
    published: date | None = None
    masked: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    periods: Annotated[int, Field(ge=1, le=100)] = 8


class _Tables(Document):
    sources: list[_Table] = Field(default_factory=list)


def read_figure_tables(
    home: Path, definitions: Sequence[FigureDefinition]
) -> tuple[FigureTable, ...]:
    """The declared tables; none without the file. Raises ContentError by file, line and field."""
    file = home / "config" / "figures" / "sources.yaml"
    if not file.exists():
        return ()
    read, parsed = read_document(file, home, _Tables)
    ids = {definition.id for definition in definitions}
    for index, one in enumerate(read.sources):
        _check(one, parsed, index, ids, {other.id for other in read.sources[:index]})
    return tuple(_table(one) for one in read.sources)


def _check(one: _Table, parsed: Parsed, index: int, ids: set[str], seen: set[str]) -> None:
    place = ("sources", index)
    if one.id in seen:
        raise parsed.error((*place, "id"), f"‘{one.id}’ is there twice", "Give one another id.")
    if one.figure not in ids:
        remedy = "Use the id of a figure in the registry."
        raise parsed.error((*place, "figure"), f"there is no figure ‘{one.figure}’", remedy)
    if one.kind == "duo_ckan" and not one.resource:
        remedy = "Add ‘resource:’ with the id of the CKAN resource."
        raise parsed.error(place, "the resource is missing", remedy)
    if one.kind == "csv" and not (one.edition and one.published):
        remedy = "Add ‘edition:’ and ‘published:’: a file does not say them."
        raise parsed.error(place, "the edition is missing", remedy)


def _table(one: _Table) -> FigureTable:
    fields = one.model_dump()
    kind, address = FigureSourceKind(fields.pop("kind")), fields.pop("address").rstrip("/")
    return FigureTable(kind=kind, address=address, **fields)
