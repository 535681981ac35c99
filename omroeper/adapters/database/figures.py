"""Figure observations: append-only; the same record twice is one."""

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import figure_observations as table
from omroeper.domain.figure import FigureObservation

_OBSERVATION = TypeAdapter(FigureObservation)


class Figures(Connected):
    """Fulfils ports.FigureStore."""

    def save_observations(self, observations: Sequence[FigureObservation]) -> int:
        """Add the observations that are not there yet; give how many were new."""
        rows = [_row(observation) for observation in observations]
        with self._writing() as connection:
            return self._insert_new(connection, table, rows)

    def observations(self, figure: str) -> tuple[FigureObservation, ...]:
        """Everything ever observed of a figure, oldest publication first."""
        query = sa.select(table.c.content).where(table.c.figure == figure).order_by(*_AGE)
        with self._reading() as connection:
            return tuple(_OBSERVATION.validate_json(text) for text in connection.scalars(query))

    def latest_observations(self) -> dict[str, FigureObservation]:
        """Per figure the observation published last, and of those the one retrieved last."""
        with self._reading() as connection:
            found = connection.scalars(sa.select(table.c.content).order_by(*_AGE)).all()
        return {one.figure: one for one in map(_OBSERVATION.validate_json, found)}


_AGE = (table.c.published, table.c.retrieved, table.c.id)


def _row(observation: FigureObservation) -> dict[str, object]:
    return {
        "figure": observation.figure,
        "record": observation.record,
        "published": observation.published,
        "retrieved": observation.retrieved,
        "content": _OBSERVATION.dump_json(observation).decode(),
        "record_hash": hashlib.sha256(observation.record.encode()).hexdigest(),
    }
