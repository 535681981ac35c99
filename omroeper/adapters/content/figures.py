"""config/figures: the registry of figures, and editions of the monitor that a person signed off."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import Field, field_validator

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    WebAddress,
    read_document,
    shown_name,
)
from omroeper.domain.errors import ContentError
from omroeper.domain.figure import (
    FigureDefinition,
    FigureObservation,
    FigureSourceKind,
    FigureStatus,
    Qualifier,
)
from omroeper.domain.figure_check import broken_sum
from omroeper.domain.figure_gathering import FigureReading
from omroeper.domain.snapshot import RawSnapshot
from omroeper.ports import SnapshotStore

MONITOR_EDITION = FigureSourceKind.MONITOR_EDITION.value


class _Definition(Document):
    id: Line
    label: Line
    unit: Line
    definition_version: str = "1"
    sentence: Line
    alt: str = ""
    compare_with: str | None = None
    part_of: str | None = None
    terms: tuple[Line, ...] = ()
    programme: str = ""
    least: Annotated[Decimal, Field(max_digits=18)] | None = None
    most: Annotated[Decimal, Field(max_digits=18)] | None = None
    jump: Annotated[int, Field(ge=1)] = 50
    fresh_months: Annotated[int, Field(ge=1)] = 24

    @field_validator("sentence", "alt")
    @classmethod
    def _fillable(cls, value: str) -> str:
        try:
            names = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
        except ValueError as cause:
            raise ValueError("a { or } stands alone") from cause
        if names - {"value", "period", "comparison"}:
            raise ValueError("only {value}, {period} and {comparison} can be filled in")
        return value


class _Registry(Document):
    figures: list[_Definition]


class _Value(Document):
    figure: Line
    period: Line
    value: Annotated[Decimal, Field(max_digits=18)]
    unit: Line
    locator: Line
    status: FigureStatus = FigureStatus.FINAL
    qualifier: Qualifier = Qualifier.EXACT

    @field_validator("value", mode="before")
    @classmethod
    def _quoted(cls, value: object) -> object:
        if isinstance(value, float):
            raise ValueError("put a value with a decimal point between quotes, so it stays exact")
        return value


class _MonitorEdition(Document):
    kind: str
    edition: Line
    source: Line
    source_url: WebAddress
    published: date
    retrieved: datetime
    signed_off_by: Line
    values: list[_Value]


def read_figures(home: Path) -> tuple[FigureDefinition, ...]:
    """The registry, of registry.yaml and its registry-<subject>.yaml; ids are unique over all.

    What a figure is compared with, or is a part of, must be in one of them.
    """
    folder = home / "config" / "figures"
    files = [folder / "registry.yaml", *sorted(folder.glob("registry-*.yaml"))]
    read = [read_document(file, home, _Registry) for file in files]
    ids = {one.id for registry, _ in read for one in registry.figures}
    seen: set[str] = set()
    for registry, parsed in read:
        for index, one in enumerate(registry.figures):
            _check_definition(one, parsed, index, ids, seen)
            seen.add(one.id)
    return tuple(
        FigureDefinition(**{**one.model_dump(), "terms": tuple(one.terms)})
        for registry, _ in read
        for one in registry.figures
    )


def _check_definition(
    one: _Definition, parsed: Parsed, index: int, ids: set[str], seen: set[str]
) -> None:
    if one.id in seen:
        raise parsed.error(
            ("figures", index, "id"), f"‘{one.id}’ is there twice", "Give one another id."
        )
    for field in ("compare_with", "part_of"):
        other = getattr(one, field)
        if other is not None and other not in ids:
            raise parsed.error(
                ("figures", index, field),
                f"there is no figure ‘{other}’",
                "Use the id of a figure in the registry.",
            )


class MonitorEditionSource:
    """Fulfils ports.FigureSource: the values of one published edition, signed off by a person.

    `retrieved` is the moment of that sign-off and stands in the file, so that the same file gives
    the same records wherever it is read; `snapshot` is the SHA-256 of the file.
    """

    def __init__(self, file: Path, home: Path, definitions: tuple[FigureDefinition, ...]) -> None:
        self._file = file
        self._home = home
        self._definitions = {definition.id: definition for definition in definitions}

    @property
    def name(self) -> str:
        return shown_name(self._file, self._home)

    @property
    def figures(self) -> tuple[str, ...]:
        """None: a mistake in this file is mended in it, so nothing of it stands in for it."""
        return ()

    def read(self, _kept: SnapshotStore, at: datetime) -> FigureReading:
        """The edition's values, with the file itself as their snapshot."""
        found = self.observations()
        signed = found[0].retrieved if found else at
        content = self._file.read_bytes()
        return FigureReading(found, (RawSnapshot(self.name, "application/yaml", content, signed),))

    def observations(self) -> tuple[FigureObservation, ...]:
        """The edition's values; raises ContentError for a unit or figure the registry has not."""
        read, parsed = read_document(self._file, self._home, _MonitorEdition)
        if read.kind != MONITOR_EDITION:
            raise parsed.error(
                ("kind",), f"‘{read.kind}’ is not a kind of source", "Use ‘monitor_edition’."
            )
        if read.retrieved.tzinfo is None:
            raise parsed.error(
                ("retrieved",), "the moment has no time zone", "Add +01:00 or +02:00."
            )
        snapshot = hashlib.sha256(self._file.read_bytes()).hexdigest()
        found = tuple(
            self._observation(read, parsed, index, snapshot) for index in range(len(read.values))
        )
        self._check_sums(parsed, found)
        return found

    def _check_sums(self, parsed: Parsed, found: tuple[FigureObservation, ...]) -> None:
        for index, seen in enumerate(found):
            problem = broken_sum(seen, self._definitions.values(), found)
            if problem:
                remedy = "Look at the source, and mend the value that is wrong."
                raise parsed.error(("values", index, "value"), problem, remedy)

    def _observation(
        self, read: _MonitorEdition, parsed: Parsed, index: int, snapshot: str
    ) -> FigureObservation:
        one = read.values[index]
        definition = self._definitions.get(one.figure)
        if definition is None or definition.unit != one.unit:
            raise self._mismatch(parsed, index, definition)
        return FigureObservation(
            figure=one.figure,
            period=one.period,
            value=one.value,
            unit=one.unit,
            edition=read.edition,
            source=read.source,
            source_kind=read.kind,
            source_url=read.source_url,
            published=read.published,
            retrieved=read.retrieved,
            snapshot=snapshot,
            locator=one.locator,
            status=one.status,
            qualifier=one.qualifier,
            definition_version=definition.definition_version,
        )

    def _mismatch(
        self, parsed: Parsed, index: int, definition: FigureDefinition | None
    ) -> ContentError:
        if definition is None:
            return parsed.error(
                ("values", index, "figure"),
                "the registry has no such figure",
                "Add it to config/figures/registry.yaml, or mend the id.",
            )
        return parsed.error(
            ("values", index, "unit"),
            f"the registry counts this figure in ‘{definition.unit}’",
            "A figure never changes its unit silently: mend the value, or define a new figure.",
        )


def monitor_editions(
    home: Path, definitions: tuple[FigureDefinition, ...]
) -> tuple[MonitorEditionSource, ...]:
    """One source per file config/figures/monitor-*.yaml (the monitor) or edition-*.yaml (reports)."""
    folder = home / "config" / "figures"
    files = [*sorted(folder.glob("monitor-*.yaml")), *sorted(folder.glob("edition-*.yaml"))]
    if not files:
        raise ContentError(
            "there is no edition of the monitor",
            file=shown_name(home / "config" / "figures", home),
            remedy="Add a file monitor-<edition>.yaml with its values.",
        )
    return tuple(MonitorEditionSource(file, home, definitions) for file in files)
