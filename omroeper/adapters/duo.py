"""DUO's open data: a CKAN resource (https://docs.ckan.org/en/2.10/api/) and the CSV it names."""

from datetime import UTC, datetime
from urllib.parse import quote, urljoin

from omroeper.adapters.figure_csv import csv_cells
from omroeper.adapters.table_visit import Visit, broken, get_json
from omroeper.domain.figure_table import FigureTable, TableReading


def read_duo(table: FigureTable, visit: Visit) -> TableReading:
    """The cells of the resource's CSV; small cells are masked (4, later <5) as `masked` tells."""
    address = f"{table.address}/resource_show?id={quote(table.resource)}"
    answer, _ = get_json(visit, address)
    found = answer.get("result")
    if answer.get("success") is not True or not isinstance(found, dict) or not found.get("url"):
        problem = f"it has no resource ‘{table.resource}’"
        raise broken(table.id, "dimension", problem, "Look up the resource's id, and mend it.")
    modified = _modified(table, str(found.get("last_modified") or found.get("created")))
    name = found.get("name") or table.resource
    return TableReading(
        cells=csv_cells(table, visit.get(urljoin(address, str(found["url"])))),
        unit=table.unit,
        edition=f"DUO {name}, {modified.date().isoformat()}",
        published=modified.date(),
        modified=modified,
    )


def _modified(table: FigureTable, text: str) -> datetime:
    """CKAN gives UTC without a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as cause:
        problem = f"it does not say when it was modified ({text})"
        raise broken(table.id, "shape", problem, "Look at the resource.") from cause
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
