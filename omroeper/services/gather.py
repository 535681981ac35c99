"""Gather: every source into the database; one that fails is reported and the rest go on."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from urllib.parse import urlsplit

from omroeper import __version__
from omroeper.domain.errors import OmroeperError, SourceError
from omroeper.domain.gathering import Gathering
from omroeper.domain.health import renewed_entries
from omroeper.domain.item import content_digest
from omroeper.domain.source import (
    Reading,
    Source,
    SourceKind,
    SourceOutcome,
    SourceRecord,
    Validators,
)
from omroeper.ports import Clock, FigureSource, ItemStore, SourceReader, Store
from omroeper.services.gather_figures import gather_figures
from omroeper.services.side_by_side import Bounds, side_by_side

Readers = Mapping[SourceKind, SourceReader]
BOUNDS = Bounds()
_log = logging.getLogger("omroeper.gather")


def gather_sources(
    sources: Sequence[Source],
    readers: Readers,
    store: ItemStore,
    clock: Clock,
    bounds: Bounds = BOUNDS,
) -> tuple[SourceOutcome, ...]:
    """Visit these sources side by side and store what they gave; outcomes in their order.

    Only reading is done side by side: everything is stored by the caller's own thread.
    """
    records = store.source_records([source.id for source in sources])
    unchanged: list[str] = []
    outcomes: dict[str, SourceOutcome] = {}
    for source, found in _readings(sources, readers, records, clock, bounds):
        record = records.get(source.id, SourceRecord())
        if isinstance(found, SourceError):
            store.save_failure(source.id, found.reason, clock.now())
            outcome = SourceOutcome(source.id, error_reason=found.reason, error=found.sentence)
        elif found.not_modified and found.validators in (Validators(), record.validators):
            unchanged.append(source.id)
            outcome = SourceOutcome(source.id, not_modified=True, warnings=found.warnings)
        else:
            outcome = _stored(source, found, record, store, clock)
        outcomes[source.id] = outcome
    if unchanged:
        store.save_unchanged(unchanged, clock.now())
    return tuple(outcomes[source.id] for source in sources)


def _readings(
    sources: Sequence[Source],
    readers: Readers,
    records: Mapping[str, SourceRecord],
    clock: Clock,
    bounds: Bounds,
) -> Iterator[tuple[Source, Reading | SourceError]]:
    def read(source: Source) -> Reading | SourceError:
        held = records.get(source.id, SourceRecord()).validators
        read_as = _read_as(source)
        known = held if held.read_as == read_as else Validators()
        try:
            reading = readers[source.kind].read(source, known, clock.now())
        except SourceError as error:
            return error
        except OmroeperError:
            raise
        except Exception as cause:
            _log.exception("source %s could not be read", source.id)
            return _unexpected(source, cause)
        if reading.validators == Validators():
            return reading
        return replace(reading, validators=replace(reading.validators, read_as=read_as))

    return side_by_side(sources, read, _host, bounds)


def _unexpected(source: Source, cause: Exception) -> SourceError:
    problem = f"reading it failed in a way nobody foresaw ({type(cause).__name__}: {cause})"
    remedy = "The other sources went on; report this with the log."
    return SourceError("unexpected", problem, source=source.id, remedy=remedy)


def _host(source: Source) -> str:
    """What the bound per host counts: the host of an address, and one for all that is local."""
    return urlsplit(source.address).hostname or ""


def _read_as(source: Source) -> str:
    """Changes when the same bytes would give other items: by its settings, or a new version of us."""
    return content_digest(__version__, *(str(value) for value in astuple(source)))


def _stored(
    source: Source, reading: Reading, record: SourceRecord, store: ItemStore, clock: Clock
) -> SourceOutcome:
    changes = store.save_reading(source.id, reading, clock.now())
    warnings = (*reading.warnings, *map(_told_reused, changes.reused))
    renewed = renewed_entries(changes, record)
    return SourceOutcome(source.id, changes, reading.not_modified, warnings, renewed=renewed)


def _told_reused(title: str) -> str:
    return f"‘{title}’: it came under the guid of another article; both are kept"


def gather(
    sources: Sequence[Source],
    readers: Readers,
    figure_sources: Sequence[FigureSource],
    store: Store,
    clock: Clock,
) -> Gathering:
    """Visit everything once. Doing it again without news changes nothing."""
    outcomes = gather_sources(sources, readers, store, clock)
    return Gathering(clock.now(), outcomes, gather_figures(figure_sources, store, clock))
