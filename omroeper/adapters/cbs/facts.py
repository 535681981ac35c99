"""What both versions of CBS's OData say of a table: when it changed, its dimensions, its cells."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from omroeper.adapters.table_visit import broken
from omroeper.domain.errors import SourceError
from omroeper.domain.figure_table import FigureTable

_ZONE = ZoneInfo("Europe/Amsterdam")  # v3 gives local moments without a zone


def modified_of(table: FigureTable, row: dict[str, Any]) -> datetime:
    """When the table was last published (aware); raises SourceError where it does not say."""
    try:
        moment = datetime.fromisoformat(str(row.get("Modified")))
    except ValueError as cause:
        problem = f"it does not say when it was modified ({row.get('Modified')!r})"
        raise broken(table.id, "shape", problem, "Look at the table's properties.") from cause
    return (moment if moment.tzinfo else moment.replace(tzinfo=_ZONE)).astimezone(UTC)


def require_dimensions(table: FigureTable, known: Collection[str]) -> None:
    """Raises SourceError for a dimension that the table no longer has, or that is not fixed."""
    for wanted in (*table.where, table.period):
        if wanted not in known:
            raise vanished(table, wanted, known)
    loose = [one for one in known if one not in table.where and one != table.period]
    if loose:
        problem = f"nothing says which of ‘{loose[0]}’ is meant"
        raise broken(table.id, "dimension", problem, f"Add {loose[0]} to ‘where’.")


def vanished(table: FigureTable, wanted: str, known: Collection[str]) -> SourceError:
    problem = f"‘{wanted}’ vanished from the table; it has {', '.join(sorted(known)) or 'nothing'}"
    return broken(
        table.id, "dimension", problem, "Look at the table, and mend the source's fields."
    )


def is_wanted(table: FigureTable, row: dict[str, Any]) -> bool:
    """Whether the row is of the fixed dimensions; keys may be padded with spaces."""
    return all(str(row.get(name, "")).strip() == code for name, code in table.where.items())
