"""The aggregates as a Frictionless data package: tables as CSV or Parquet, and their description.

Follows the Data Package specification v1 (https://specs.frictionlessdata.io/data-package/). The same
numbers give the same bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from omroeper.domain.errors import InvalidValue

DESCRIPTION = "datapackage.json"
FORMATS = ("csv", "parquet")
Value = str | int | Decimal | datetime | bool | None
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its type in a table schema (string, integer, number, boolean, datetime)."""

    name: str
    kind: str
    description: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` are the columns that tell its rows apart."""

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]


def aggregates_package(tables: Sequence[Table], kind: str, fewest: int) -> dict[str, bytes]:
    """The package's files by name; `kind` is one of FORMATS. Raises InvalidValue with the remedy."""
    if kind not in FORMATS:
        remedy = f"Choose {' or '.join(FORMATS)}."
        raise InvalidValue(f"‘{kind}’ is no format", thing="--format", remedy=remedy)
    write = _parquet if kind == "parquet" else _csv
    contents = {table.name: write(table) for table in tables}
    described = {
        "profile": "data-package" if kind == "parquet" else "tabular-data-package",
        "name": "aggregates",
        "title": "Nieuwsbrief, LinkedIn en website in cijfers",
        "description": (
            "The newest reading of every metric, campaigns, and which programme was told of when. "
            f"Nothing is about a person; counts of people's actions from 1 to {fewest - 1} are hidden."
        ),
        "licenses": [{"name": "notspecified", "title": "License not specified"}],
        "resources": [_resource(table, kind, contents[table.name]) for table in tables],
    }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    files = {f"{name}.{kind}": content for name, content in contents.items()}
    return {**files, DESCRIPTION: text.encode()}


def _csv(table: Table) -> bytes:
    """RFC 4180, UTF-8."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows([_text(value) for value in row] for row in table.rows)
    return written.getvalue().encode()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _parquet(table: Table) -> bytes:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as cause:
        raise InvalidValue(
            "Parquet needs a package that is not installed",
            thing="--format parquet",
            remedy="Run: pip install 'omroeper[parquet]'; or choose csv.",
        ) from cause
    columns = {
        field.name: [_cell(row[at], field) for row in table.rows]
        for at, field in enumerate(table.fields)
    }
    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "datetime": pa.timestamp("us", tz="UTC"),
    }
    fields = [pa.field(one.name, kinds[one.kind], nullable=one.optional) for one in table.fields]
    schema: Any = pa.schema(fields)
    written = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), written, compression="zstd")
    return written.getvalue()


def _cell(value: Value, field: Field) -> Value | float:
    return float(value) if field.kind == "number" and isinstance(value, Decimal | int) else value


def _resource(table: Table, kind: str, content: bytes) -> Mapping[str, object]:
    described: dict[str, object] = {
        "profile": "data-resource" if kind == "parquet" else "tabular-data-resource",
        "name": table.name,
        "description": table.description,
        "path": f"{table.name}.{kind}",
        "format": kind,
        "mediatype": _MEDIA[kind],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(one) for one in table.fields],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }
    return described if kind == "parquet" else {**described, "encoding": "utf-8"}


def _field(field: Field) -> dict[str, object]:
    described: dict[str, object] = {
        "name": field.name,
        "type": field.kind,
        "description": field.description,
    }
    return described if field.optional else {**described, "constraints": {"required": True}}
