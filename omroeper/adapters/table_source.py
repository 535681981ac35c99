"""A figure from an open table: read, checked, and proposed; or stopped with its reason."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import httpx

from omroeper.adapters.cbs.v3 import read_v3
from omroeper.adapters.cbs.v4 import read_v4
from omroeper.adapters.duo import read_duo
from omroeper.adapters.figure_csv import read_csv
from omroeper.adapters.table_visit import PAUSES, LiveVisit, StoredVisit, Unanswered, Visit, broken
from omroeper.domain.errors import InvalidValue
from omroeper.domain.figure import (
    FigureDefinition,
    FigureObservation,
    FigureSourceKind,
    period_end,
)
from omroeper.domain.figure_gathering import FigureReading
from omroeper.domain.figure_table import FigureTable, TableCell, TableReading
from omroeper.domain.finding import Level
from omroeper.domain.table_check import (
    FigureProblem,
    check_jump,
    check_stale,
    check_unit,
    check_value,
)
from omroeper.ports import SnapshotStore

_READERS: Mapping[FigureSourceKind, Callable[[FigureTable, Visit], TableReading]] = {
    FigureSourceKind.CBS_V4: read_v4,
    FigureSourceKind.CBS_V3: read_v3,
    FigureSourceKind.DUO_CKAN: read_duo,
    FigureSourceKind.CSV: read_csv,
}


class TableSource:
    """Fulfils ports.FigureSource for one figure of one table."""

    def __init__(
        self,
        table: FigureTable,
        definition: FigureDefinition,
        client: httpx.Client,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._table = table
        self._definition = definition
        self._client = client
        self._pauses = pauses

    @property
    def name(self) -> str:
        return self._table.id

    @property
    def figures(self) -> tuple[str, ...]:
        return (self._table.figure,)

    def read(self, kept: SnapshotStore, at: datetime) -> FigureReading:
        """The table's last periods; where it does not answer, from what it gave last, said plainly."""
        visit = LiveVisit(self._client, self.name, at, self._pauses)
        try:
            found = self._observed(visit)
        except Unanswered as cause:
            found = self._observed(StoredVisit(self.name, kept, str(cause)))
            since = found[-1].retrieved.date().isoformat()
            told = f"{cause}; these figures are read from what it gave on {since}"
            return FigureReading(found, warnings=(told, *self._warnings(found, at.date())))
        snapshots = tuple(visit.fetched.values())
        return FigureReading(found, snapshots, self._warnings(found, at.date()))

    def _observed(self, visit: Visit) -> tuple[FigureObservation, ...]:
        try:
            reading = _READERS[self._table.kind](self._table, visit)
        except InvalidValue as cause:
            raise broken(
                self.name, "cell", f"{cause.thing}: {cause.problem}", cause.remedy
            ) from cause
        self._stop(check_unit(self._table, reading.unit, self._definition))
        found = tuple(self._observation(reading, cell) for cell in self._last(reading))
        for seen in found:
            self._stop(check_value(self._definition, seen))
        return found

    def _last(self, reading: TableReading) -> list[TableCell]:
        """The last periods, oldest first; raises SourceError for none, or for one that is twice."""
        ordered = sorted(reading.cells, key=lambda cell: period_end(cell.period) or date.min)
        if not ordered:
            raise broken(self.name, "empty", "the table is empty", "Look at it, and at ‘where’.")
        for earlier, later in pairwise(ordered):
            if earlier.period == later.period:
                problem = f"it has several cells for {later.period}"
                raise broken(self.name, "dimension", problem, "Fix more dimensions in ‘where’.")
        return ordered[-self._table.periods :]

    def _observation(self, reading: TableReading, cell: TableCell) -> FigureObservation:
        table = self._table
        return FigureObservation(
            figure=table.figure,
            period=cell.period,
            value=None if cell.value is None else _scaled(cell.value, table.scale),
            unit=self._definition.unit,
            edition=reading.edition,
            source=table.source,
            source_kind=table.kind,
            source_url=table.address,
            published=reading.published,
            retrieved=cell.retrieved,
            snapshot=cell.snapshot,
            locator=cell.locator,
            status=cell.status,
            definition_version=self._definition.definition_version,
            missing=cell.missing,
            source_modified=reading.modified,
            update=reading.update,
        )

    def _warnings(self, found: tuple[FigureObservation, ...], today: date) -> tuple[str, ...]:
        before = found[-2] if len(found) > 1 else None
        problems = (
            *check_jump(self._definition, before, found[-1]),
            *check_stale(self._definition, found[-1], today),
        )
        return tuple(f"{one.reason}. {one.remedy}" for one in problems)

    def _stop(self, problems: tuple[FigureProblem, ...]) -> None:
        for one in problems:
            if one.level is Level.BLOCKING:
                raise broken(self.name, one.code, one.reason, one.remedy)


def _scaled(value: Decimal, scale: int) -> Decimal:
    """18.2 thousand is 18200, not 18200.0."""
    found = value * scale
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found
