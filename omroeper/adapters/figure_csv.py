"""A figure in a CSV file on the web: any of the encodings and separators that are in use."""

import csv
import io
from datetime import date

from omroeper.adapters.table_visit import Visit, broken
from omroeper.domain.figure_table import (
    FigureTable,
    TableCell,
    TableReading,
    cell_value,
    period_of,
)
from omroeper.domain.snapshot import RawSnapshot


def read_csv(table: FigureTable, visit: Visit) -> TableReading:
    """The column's cells; edition and day of publication are those the operator declared."""
    cells = csv_cells(table, visit.get(table.address))
    return TableReading(cells, table.unit, table.edition, table.published or date.min)


def csv_cells(table: FigureTable, snapshot: RawSnapshot) -> tuple[TableCell, ...]:
    """The cells of the rows that `where` fixes; raises SourceError for a vanished column."""
    rows = csv.DictReader(io.StringIO(decoded(snapshot.content)), delimiter=_delimiter(snapshot))
    columns = [name.strip() for name in rows.fieldnames or ()]
    rows.fieldnames = columns
    for wanted in (*table.where, table.period, table.measure):
        if columns and wanted not in columns:
            problem = f"the column ‘{wanted}’ vanished; there are {', '.join(columns)}"
            raise broken(table.id, "dimension", problem, "Look at the file, and mend the source.")
    return tuple(
        _cell(table, row, snapshot, rows.line_num)
        for row in rows
        if all((row[name] or "").strip() == code for name, code in table.where.items())
    )


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else cp1252, else latin-1, which takes every byte."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _delimiter(snapshot: RawSnapshot) -> str:
    """Semicolon (DUO's files) or comma (its CKAN): the one the first line has most of."""
    head = decoded(snapshot.content).partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _cell(
    table: FigureTable, row: dict[str, str | None], snapshot: RawSnapshot, line: int
) -> TableCell:
    value, missing = cell_value(row[table.measure], masked=table.masked, decimal=table.decimal)
    return TableCell(
        period=period_of(row[table.period] or ""),
        value=value,
        missing=missing,
        snapshot=snapshot.hash,
        retrieved=snapshot.retrieved,
        locator=f"line {line}, column ‘{table.measure}’",
    )
