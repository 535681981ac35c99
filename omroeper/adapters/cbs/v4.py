"""CBS OData v4: Properties, Dimensions, MeasureCodes, {Dim}Codes and Observations.

The shapes are those of https://datasets.cbs.nl/odata/v1/CBS/{table}/.
"""

from typing import Any
from urllib.parse import quote

from omroeper.adapters.cbs.facts import is_wanted, modified_of, require_dimensions, vanished
from omroeper.adapters.table_visit import Visit, get_json, get_rows
from omroeper.domain.figure import FigureStatus, Missing
from omroeper.domain.figure_table import (
    FigureTable,
    TableCell,
    TableReading,
    cell_value,
    period_of,
    status_of,
)
from omroeper.domain.snapshot import RawSnapshot

_MISSING = {
    "impossible": Missing.IMPOSSIBLE,
    "confidential": Missing.UNKNOWN,
    "unknown": Missing.UNKNOWN,
    "notavailable": Missing.UNKNOWN,
    ".": Missing.UNKNOWN,
}
"""What a ValueAttribute says where there is no Value."""


def read_v4(table: FigureTable, visit: Visit) -> TableReading:
    """The measure's cells; raises SourceError for a vanished dimension or measure.

    Version 4 does not say why a table was published anew: what changed counts as a revision.
    """
    about, _ = get_json(visit, f"{table.address}/Properties")
    dimensions = get_rows(visit, f"{table.address}/Dimensions")
    require_dimensions(table, {str(row.get("Identifier", "")) for row, _ in dimensions})
    unit = _unit(table, visit)
    modified = modified_of(table, about)
    statuses = {
        str(row.get("Identifier", "")).strip(): status_of(str(row.get("Status") or ""))
        for row, _ in get_rows(visit, f"{table.address}/{table.period}Codes")
    }
    return TableReading(
        cells=tuple(
            _cell(table, row, snapshot, statuses)
            for row, snapshot in get_rows(visit, _address(table))
            if is_wanted(table, row) and str(row.get("Measure", "")).strip() == table.measure
        ),
        unit=unit,
        edition=f"CBS {about.get('Identifier', table.id)}, {modified.date().isoformat()}",
        published=modified.date(),
        modified=modified,
    )


def _unit(table: FigureTable, visit: Visit) -> str:
    rows = get_rows(visit, f"{table.address}/MeasureCodes")
    units = {str(row.get("Identifier", "")).strip(): str(row.get("Unit") or "") for row, _ in rows}
    if table.measure not in units:
        raise vanished(table, table.measure, units)
    return units[table.measure]


def _address(table: FigureTable) -> str:
    wanted = {"Measure": table.measure, **table.where}
    terms = " and ".join(f"{name} eq '{code}'" for name, code in wanted.items())
    return f"{table.address}/Observations?$filter={quote(terms)}"


def _cell(
    table: FigureTable,
    row: dict[str, Any],
    snapshot: RawSnapshot,
    statuses: dict[str, FigureStatus],
) -> TableCell:
    code = str(row.get(table.period, "")).strip()
    raw = row.get("Value") if row.get("Value") is not None else row.get("StringValue")
    value, missing = cell_value(raw, masked=table.masked)
    said = str(row.get("ValueAttribute") or "None").casefold()
    if value is None:
        missing = _MISSING.get(said, missing)
    elif said in _MISSING:
        value, missing = None, _MISSING[said]
    return TableCell(
        period=period_of(code),
        value=value,
        missing=missing,
        snapshot=snapshot.hash,
        retrieved=snapshot.retrieved,
        locator=f"Observations Id {row.get('Id')} ({table.measure}, {code})",
        status=statuses.get(code, FigureStatus.PROVISIONAL),
    )
