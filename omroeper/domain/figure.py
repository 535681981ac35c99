"""Figures: defined statistics, and what a source published about them, with provenance."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from omroeper.domain.errors import InvalidValue


class FigureSourceKind(StrEnum):
    """How a figure was read: signed off by a person, or fetched from an open table or file."""

    MONITOR_EDITION = "monitor_edition"
    CBS_V4 = "cbs_v4"
    CBS_V3 = "cbs_v3"
    DUO_CKAN = "duo_ckan"
    CSV = "csv"


class Missing(StrEnum):
    """Why a source gives no number. None of these is a zero."""

    ABSENT = "ontbreekt"
    IMPOSSIBLE = "kan niet voorkomen"
    UNKNOWN = "onbekend of geheim"
    MASKED = "afgeschermd"


class UpdateReason(StrEnum):
    """Why the source published its table anew, in its own words (CBS: ReasonDelivery)."""

    REGULAR = "regulier"
    REVISION = "revisie"
    CORRECTION = "correctie"


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
    """What is counted. `sentence` is a Dutch template with {value}, {period} and {comparison}.

    `least` and `most` bound what a value can be; one that moved more than `jump` percent, or is
    older than `fresh_months`, is looked at by a person.
    """

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
    least: Decimal | None = None
    most: Decimal | None = None
    jump: int = 50
    fresh_months: int = 24


@dataclass(frozen=True, slots=True)
class FigureObservation:
    """A figure's value for a period, as one edition of a source gave it. Append-only.

    `value` is None where the source gives no number; `missing` then says why. `snapshot` is the
    SHA-256 of the raw bytes the value was read from; `locator` says where in them.
    `source_modified` is when the source says it changed, `update` why; `explained` is what a person
    who signed off the edition says about what would otherwise stop the figure.
    """

    figure: str
    period: str
    value: Decimal | None
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
    missing: Missing | None = None
    source_modified: datetime | None = None
    update: UpdateReason = UpdateReason.REGULAR
    explained: str = ""

    @property
    def number(self) -> Decimal:
        """The value; raises InvalidValue for one that is missing, since nobody may tell it."""
        if self.value is None:
            raise InvalidValue(
                f"there is no number for {self.period} ({self.missing})",
                thing=self.figure,
                remedy="Leave the figure out, or tell another period.",
            )
        return self.value

    @property
    def mark(self) -> str:
        """What an approval of this observation is bound to: the SHA-256 of its record."""
        return hashlib.sha256(self.record.encode()).hexdigest()

    @property
    def record(self) -> str:
        """The one-line form that an approval's fingerprint covers.

        What came later is added only where it is set, so that older records stay what they were.
        """
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
        return "|".join((*fields, *self._later_fields()))

    def _later_fields(self) -> tuple[str, ...]:
        later = {
            "missing": self.missing,
            "modified": self.source_modified and self.source_modified.astimezone(UTC).isoformat(),
            "update": self.update if self.update is not UpdateReason.REGULAR else None,
            "explained": self.explained,
        }
        return tuple(f"{name}={value}" for name, value in later.items() if value)

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
    """The last day of a year (`2023`), quarter (`2024-K2`), month or school year (`2023/24`)."""
    if match := re.fullmatch(r"(\d{4})(?:-K([1-4]))?", period):
        month = int(match[2]) * 3 if match[2] else 12
        return date(int(match[1]), month, 31 if month in (3, 12) else 30)
    if match := re.fullmatch(r"(\d{4})/(\d{2})", period):
        return date(int(match[1]) + 1, 7, 31)
    if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", period):
        year, month = int(match[1]), int(match[2])
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return None


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A figure as the newsletter tells it: definition, observation and what it is compared with."""

    definition: FigureDefinition
    observation: FigureObservation
    comparison: FigureObservation | None = None
