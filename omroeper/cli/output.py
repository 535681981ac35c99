"""How commands print: lines for people, JSON for programs."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

OfNewsletter = Annotated[
    str,
    typer.Option(
        "--newsletter", help="A folder of content/newsletters; else that of the settings."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


def print_json(value: object) -> None:
    typer.echo(to_json(value))


def to_json(value: object) -> str:
    """JSON with sorted keys; dataclasses become objects, moments ISO 8601, decimals strings."""
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=2, sort_keys=True)


def print_rows(
    rows: Sequence[tuple[str, ...]],
    header: tuple[str, ...],
    below: Sequence[Sequence[str]] = (),
) -> None:
    """Columns as wide as their widest cell; nothing but the words, so it pipes well.

    `below` has for each row the lines that stand under it.
    """
    table = [header, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    under = [(), *(below or [()] * len(rows))]
    for row, lines in zip(table, under, strict=True):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())
        for line in lines:
            typer.echo(f"    {line}")


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
