"""Figures: defined statistics, and what a source published about them, with provenance."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class FigureStatus(StrEnum):
    FINAL = "definitief"
    PROVISIONAL = "voorlopig"
    FURTHER_PROVISIONAL = "nader voorlopig"


class Qualifier(StrEnum):
    EXACT = "exact"
    OVER = "ruim"
    NEARLY = "bijna"
    MORE_THAN = "meer dan"
    ABOUT = "ongeveer"
    AT_LEAST = "minstens"


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """What is counted. `sentence` is a Dutch template with {value}, {period} and {comparison}."""

    id: str
    label: str
    unit: str
    definition_version: str
    sentence: str
    alt: str = ""
    compare_with: str | None = None
    part_of: str | None = None
    terms: tuple[str, ...] = ()
    programme: str = ""


@dataclass(frozen=True, slots=True)
class FigureObservation:
    """A figure's value for a period, as one edition of a source gave it. Append-only.

    `snapshot` is the SHA-256 of the raw bytes the value was read from; `locator` says where in them.
    """

    figure: str
    period: str
    value: Decimal
    unit: str
    edition: str
    source: str
    source_kind: str
    source_url: str
    published: date
    retrieved: datetime
    snapshot: str
    locator: str
    status: FigureStatus = FigureStatus.FINAL
    qualifier: Qualifier = Qualifier.EXACT
    definition_version: str = "1"

    @property
    def record(self) -> str:
        """The one-line form that an approval's fingerprint covers."""
        fields = (
            self.figure,
            self.period,
            str(self.value),
            self.unit,
            self.edition,
            self.source,
            self.source_kind,
            self.source_url,
            self.published.isoformat(),
            self.snapshot,
            self.locator,
            self.status,
            self.qualifier,
            self.definition_version,
        )
        return "|".join(fields)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The provenance that is missing; empty when the figure can be traced."""
        needed = {
            "edition": self.edition,
            "source": self.source,
            "period": self.period,
            "snapshot": self.snapshot,
            "locator": self.locator,
            "source_kind": self.source_kind,
        }
        return tuple(name for name, value in needed.items() if not value)


def period_end(period: str) -> date | None:
    """The last day of a year (`2023`), quarter (`2024-K2`) or school year (`2023/24`); else None."""
    if match := re.fullmatch(r"(\d{4})(?:-K([1-4]))?", period):
        month = int(match[2]) * 3 if match[2] else 12
        return date(int(match[1]), month, 31 if month in (3, 12) else 30)
    if match := re.fullmatch(r"(\d{4})/(\d{2})", period):
        return date(int(match[1]) + 1, 7, 31)
    return None


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A figure as the newsletter tells it: definition, observation and what it is compared with."""

    definition: FigureDefinition
    observation: FigureObservation
    comparison: FigureObservation | None = None
