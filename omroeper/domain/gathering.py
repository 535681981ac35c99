"""How a gathering over all sources ended."""

from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.figure_gathering import FigureGathering
from omroeper.domain.health import HealthFinding
from omroeper.domain.source import ItemChanges, SourceOutcome


@dataclass(frozen=True, slots=True)
class Gathering:
    """The result of one gathering over all sources."""

    at: datetime
    outcomes: tuple[SourceOutcome, ...]
    figures: FigureGathering = field(default_factory=FigureGathering)
    health: tuple[HealthFinding, ...] = ()

    @property
    def failed(self) -> tuple[SourceOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.error)

    @property
    def changes(self) -> ItemChanges:
        """The sum over the sources."""
        return ItemChanges(
            new=sum(o.changes.new for o in self.outcomes),
            revised=sum(o.changes.revised for o in self.outcomes),
            unchanged=sum(o.changes.unchanged for o in self.outcomes),
            reused=tuple(title for o in self.outcomes for title in o.changes.reused),
        )
