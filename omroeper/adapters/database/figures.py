"""Figure observations, append-only: the same record twice is one. And who approved which of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import figure_approvals as approvals
from omroeper.adapters.database.tables import figure_observations as table
from omroeper.domain.figure import FigureObservation
from omroeper.domain.figure_approval import FigureApproval, approved, proposed, speaking

_OBSERVATION = TypeAdapter(FigureObservation)


class Figures(Connected):
    """Fulfils ports.FigureStore."""

    def save_observations(self, observations: Sequence[FigureObservation]) -> int:
        """Add the observations that are not there yet; give how many were new."""
        rows = [_row(observation) for observation in observations]
        with self._writing() as connection:
            return self._insert_new(connection, table, rows)

    def observations(self, figure: str) -> tuple[FigureObservation, ...]:
        """Everything ever observed of a figure, oldest publication first; approved or not."""
        query = sa.select(table.c.content).where(table.c.figure == figure).order_by(*_AGE)
        with self._reading() as connection:
            return tuple(_OBSERVATION.validate_json(text) for text in connection.scalars(query))

    def figure_ids(self) -> tuple[str, ...]:
        """Every figure that was ever observed."""
        query = sa.select(table.c.figure).distinct().order_by(table.c.figure)
        with self._reading() as connection:
            return tuple(connection.scalars(query))

    def approved_observations(self, figure: str) -> tuple[FigureObservation, ...]:
        """Those of a figure that a person stands for, oldest publication first."""
        return approved(
            self.observations(figure), {one.mark for one in self.figure_approvals(figure)}
        )

    def proposed_observations(self) -> tuple[FigureObservation, ...]:
        """What waits for a person: of every figure and period the newest, where not approved."""
        marks = {one.mark for one in self.figure_approvals()}
        return tuple(seen for one in self._by_figure().values() for seen in proposed(one, marks))

    def latest_observations(self) -> dict[str, FigureObservation]:
        """Per figure the observation that speaks: approved, with a number, and published last."""
        marks = {one.mark for one in self.figure_approvals()}
        found = {}
        for figure, observed in self._by_figure().items():
            told = speaking(approved(observed, marks))
            if told is not None:
                found[figure] = told
        return found

    def approve_observations(
        self, observations: Collection[FigureObservation], *, by: str, at: datetime
    ) -> int:
        """Record who stands for these; gives how many were not approved yet."""
        rows = [
            {"mark": seen.mark, "figure": seen.figure, "by_name": by, "at": at}
            for seen in observations
        ]
        with self._writing() as connection:
            return self._insert_new(connection, approvals, rows)

    def figure_approvals(self, figure: str | None = None) -> tuple[FigureApproval, ...]:
        """Every approval, or those of one figure; oldest first."""
        query = sa.select(approvals).order_by(approvals.c.at, approvals.c.mark)
        if figure is not None:
            query = query.where(approvals.c.figure == figure)
        with self._reading() as connection:
            return tuple(
                FigureApproval(row.mark, row.figure, row.by_name, row.at)
                for row in connection.execute(query)
            )

    def _by_figure(self) -> dict[str, list[FigureObservation]]:
        with self._reading() as connection:
            found = connection.scalars(sa.select(table.c.content).order_by(*_AGE)).all()
        figures: dict[str, list[FigureObservation]] = {}
        for seen in map(_OBSERVATION.validate_json, found):
            figures.setdefault(seen.figure, []).append(seen)
        return figures


_AGE = (table.c.published, table.c.retrieved, table.c.id)


def _row(observation: FigureObservation) -> dict[str, object]:
    return {
        "figure": observation.figure,
        "record": observation.record,
        "published": observation.published,
        "retrieved": observation.retrieved,
        "content": _OBSERVATION.dump_json(observation).decode(),
        "record_hash": observation.mark,
    }
