"""A Frictionless data package of the figures: two CSV tables and their description.

Follows the Data Package specification v1 (https://specs.frictionlessdata.io/data-package/) with the
tabular profiles. The same observations give the same bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from omroeper.domain.figure import FigureDefinition, FigureObservation

DESCRIPTION = "datapackage.json"
_FIGURES = (
    ("id", "string", "The figure's id"),
    ("label", "string", "What is counted, in Dutch"),
    ("unit", "string", "The unit; ‘mln. EUR’ counts millions of euros"),
    ("definition_version", "string", "Another version counts something else: never compare two"),
    ("programme", "string", "The programme it is about; empty for the labour market monitor"),
    ("part_of", "string", "The figure it is a part of"),
)
_OBSERVATIONS = (
    ("figure", "string", "The figure's id"),
    ("period", "string", "Year, quarter (2024-K2), school year (2022/23), day, or in Dutch words"),
    ("value", "number", "The value, in the figure's unit; empty when the source gives none"),
    ("unit", "string", "The unit"),
    ("qualifier", "string", "exact, or how the source rounds it: ruim, bijna, meer dan …"),
    ("status", "string", "definitief, voorlopig or nader voorlopig"),
    ("edition", "string", "The edition of the source"),
    ("definition_version", "string", "The version of the definition"),
    ("source", "string", "The source's name"),
    ("source_kind", "string", "How it was read: monitor_edition, cbs_v4 …"),
    ("source_url", "string", "The source's address"),
    ("licence", "string", "The name of the licence"),
    ("published", "date", "When the edition was published"),
    ("retrieved", "datetime", "When it was read, in UTC"),
    ("snapshot", "string", "SHA-256 of the bytes the value was read from"),
    ("locator", "string", "Where in the source it stands"),
)
_OPTIONAL = {"value", "programme", "part_of"}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as the specification has it: Open Definition name, title, and address if any."""

    name: str
    title: str
    path: str = ""


NOT_SPECIFIED = Licence("notspecified", "License not specified")


def data_package(
    definitions: Sequence[FigureDefinition],
    observations: Sequence[FigureObservation],
    licences: Mapping[str, Licence],
) -> dict[str, bytes]:
    """The package's files by name; licences are by kind of source, and one unknown says so."""
    tables = {
        "figures": _csv(_FIGURES, _figure_rows(definitions, observations)),
        "observations": _csv(_OBSERVATIONS, [_row(seen, licences) for seen in observations]),
    }
    described = _description(tables, observations, licences)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return {
        **{f"{name}.csv": content for name, content in tables.items()},
        DESCRIPTION: text.encode(),
    }


_Fields = tuple[tuple[str, str, str], ...]


def _csv(fields: _Fields, rows: Sequence[Mapping[str, str]]) -> bytes:
    """RFC 4180, UTF-8; what a spreadsheet would run as a formula is left to who opens it."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, [name for name, _, _ in fields], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def _figure_rows(
    definitions: Sequence[FigureDefinition], observations: Sequence[FigureObservation]
) -> list[dict[str, str]]:
    """The registry by id; a figure that left it keeps a row, since observations refer to it."""
    rows = {
        seen.figure: _figure_row(seen.figure, seen.figure, seen.unit, seen.definition_version)
        for seen in observations
    }
    for one in definitions:
        rows[one.id] = _figure_row(
            one.id, one.label, one.unit, one.definition_version, one.programme, one.part_of or ""
        )
    return [rows[figure] for figure in sorted(rows)]


def _figure_row(*values: str) -> dict[str, str]:
    filled = (*values, *[""] * (len(_FIGURES) - len(values)))
    return {name: value for (name, _, _), value in zip(_FIGURES, filled, strict=True)}


def _row(seen: FigureObservation, licences: Mapping[str, Licence]) -> dict[str, str]:
    told = {
        "licence": licences.get(seen.source_kind, NOT_SPECIFIED).name,
        "retrieved": _moment(seen.retrieved),
        "value": "" if seen.value is None else format(seen.value, "f"),
    }
    return {name: told.get(name, str(getattr(seen, name, ""))) for name, _, _ in _OBSERVATIONS}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _description(
    tables: Mapping[str, bytes],
    observations: Sequence[FigureObservation],
    licences: Mapping[str, Licence],
) -> dict[str, object]:
    used = {
        seen.source_kind: licences.get(seen.source_kind, NOT_SPECIFIED) for seen in observations
    }
    sources = sorted(
        {(f"{seen.edition} ({seen.source})", seen.source_url) for seen in observations}
    )
    described: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "figures",
        "title": "Cijfers over onderwijs en arbeidsmarkt in technologie",
        "description": (
            "Every figure of the registry, and every value that was observed of it, with its source, "
            "edition, period and retrieval. Append-only: a revision is a row of its own."
        ),
        "licenses": [_licence(one) for one in _distinct(used)] or [_licence(NOT_SPECIFIED)],
        "sources": [{"title": title, "path": path} for title, path in sources],
        "resources": [
            _resource("figures", tables["figures"], _FIGURES, {"primaryKey": "id"}),
            _resource(
                "observations",
                tables["observations"],
                _OBSERVATIONS,
                {
                    "foreignKeys": [
                        {"fields": "figure", "reference": {"resource": "figures", "fields": "id"}}
                    ]
                },
            ),
        ],
    }
    if observations:
        described["created"] = _moment(max(seen.retrieved for seen in observations))
    return described


def _distinct(used: Mapping[str, Licence]) -> list[Licence]:
    return sorted(set(used.values()), key=lambda licence: (licence.name, licence.path))


def _licence(licence: Licence) -> dict[str, str]:
    described = {"name": licence.name, "title": licence.title}
    return {**described, "path": licence.path} if licence.path else described


def _resource(
    name: str, content: bytes, fields: _Fields, keys: Mapping[str, object]
) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [_field(*field) for field in fields], "missingValues": [""], **keys},
    }


def _field(name: str, kind: str, description: str) -> dict[str, object]:
    field: dict[str, object] = {"name": name, "type": kind, "description": description}
    return field if name in _OPTIONAL else {**field, "constraints": {"required": True}}
