"""CBS OData v3: TableInfos, DataProperties, Perioden and TypedDataSet; keys are padded with spaces.

The shapes are those of https://opendata.cbs.nl/ODataApi/odata/{table} and ODataFeed.
"""

from typing import Any
from urllib.parse import quote

from omroeper.adapters.cbs.facts import is_wanted, modified_of, require_dimensions, vanished
from omroeper.adapters.table_visit import Visit, broken, get_rows
from omroeper.domain.figure import FigureStatus
from omroeper.domain.figure_table import (
    FigureTable,
    TableCell,
    TableReading,
    cell_value,
    period_of,
    status_of,
    update_of,
)
from omroeper.domain.snapshot import RawSnapshot

_DIMENSIONS = ("Dimension", "TimeDimension", "GeoDimension", "GeoDetail")


def read_v3(table: FigureTable, visit: Visit) -> TableReading:
    """The measure's cells; raises SourceError for a vanished dimension or measure."""
    about = [row for row, _ in get_rows(visit, f"{table.address}/TableInfos")]
    if not about:
        raise broken(table.id, "shape", "it says nothing about itself", "Look at TableInfos.")
    unit = _unit(table, visit)
    modified = modified_of(table, about[0])
    statuses = {
        str(row.get("Key", "")).strip(): status_of(str(row.get("Status") or ""))
        for row, _ in get_rows(visit, f"{table.address}/{table.period}")
    }
    return TableReading(
        cells=tuple(
            _cell(table, row, snapshot, statuses)
            for row, snapshot in get_rows(visit, _address(table))
            if is_wanted(table, row)
        ),
        unit=unit,
        edition=f"CBS {about[0].get('Identifier', table.id)}, {modified.date().isoformat()}",
        published=modified.date(),
        modified=modified,
        update=update_of(str(about[0].get("ReasonDelivery") or "")),
    )


def _unit(table: FigureTable, visit: Visit) -> str:
    """The measure's unit, after a look whether every dimension is still there."""
    rows = [row for row, _ in get_rows(visit, f"{table.address}/DataProperties")]
    known = {str(row.get("Key")).strip() for row in rows if row.get("Type") in _DIMENSIONS}
    require_dimensions(table, known)
    units = {
        str(row.get("Key")).strip(): str(row.get("Unit") or "")
        for row in rows
        if row.get("Type") == "Topic"
    }
    if table.measure not in units:
        raise vanished(table, table.measure, units)
    return units[table.measure]


def _address(table: FigureTable) -> str:
    """`substringof`, since `eq` wants the padding too; the rows are compared exactly afterwards."""
    terms = " and ".join(f"substringof('{code}',{name})" for name, code in table.where.items())
    return f"{table.address}/TypedDataSet" + (f"?$filter={quote(terms)}" if terms else "")


def _cell(
    table: FigureTable,
    row: dict[str, Any],
    snapshot: RawSnapshot,
    statuses: dict[str, FigureStatus],
) -> TableCell:
    if table.measure not in row:
        raise vanished(table, table.measure, row)
    code = str(row.get(table.period, "")).strip()
    value, missing = cell_value(row[table.measure], masked=table.masked)
    return TableCell(
        period=period_of(code),
        value=value,
        missing=missing,
        snapshot=snapshot.hash,
        retrieved=snapshot.retrieved,
        locator=f"TypedDataSet ID {row.get('ID')} ({table.measure}, {code})",
        status=statuses.get(code, FigureStatus.PROVISIONAL),
    )
