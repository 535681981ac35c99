"""What one visit to a source of figures gave, and how it ended."""

from dataclasses import dataclass

from omroeper.domain.figure import FigureObservation
from omroeper.domain.snapshot import RawSnapshot


@dataclass(frozen=True, slots=True)
class FigureReading:
    """Observations, the bytes they were read from, and what a person should know (English)."""

    observations: tuple[FigureObservation, ...] = ()
    snapshots: tuple[RawSnapshot, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureOutcome:
    """How one source of figures ended.

    `error` names reason and remedy: nothing of it was stored, and the last approved value stays, as
    `standing` tells.
    """

    source: str
    new: int = 0
    known: int = 0
    warnings: tuple[str, ...] = ()
    error_reason: str = ""
    error: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class FigureGathering:
    """How a gathering of the figures ended; `waiting` are the figures to be approved by a person."""

    outcomes: tuple[FigureOutcome, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        return sum(outcome.new for outcome in self.outcomes)

    @property
    def known(self) -> int:
        return sum(outcome.known for outcome in self.outcomes)

    @property
    def failed(self) -> tuple[FigureOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.error)
