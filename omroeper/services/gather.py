"""Gather: every source into the database; one that fails is reported and the rest go on."""

from collections.abc import Mapping, Sequence

from omroeper.domain.errors import SourceError
from omroeper.domain.source import Gathering, Source, SourceKind, SourceOutcome
from omroeper.ports import Clock, FigureSource, FigureStore, ItemStore, SourceReader, Store

Readers = Mapping[SourceKind, SourceReader]


def gather_source(
    source: Source, readers: Readers, store: ItemStore, clock: Clock
) -> SourceOutcome:
    """Visit one source and store what it gave; a failure is an outcome, not an exception."""
    now = clock.now()
    try:
        reading = readers[source.kind].read(source, store.validators(source.id), now)
    except SourceError as error:
        store.save_failure(source.id, error.reason, now)
        return SourceOutcome(source.id, error_reason=error.reason, error=error.sentence)
    changes = store.save_reading(source.id, reading, now)
    warnings = (*reading.warnings, *map(_told_replaced, changes.replaced))
    return SourceOutcome(source.id, changes, reading.not_modified, warnings)


def _told_replaced(title: str) -> str:
    return (
        f"‘{title}’: another article came under the guid of an earlier one; it is stored as its "
        "revision and flagged, so look at both"
    )


def gather_figures(sources: Sequence[FigureSource], store: FigureStore) -> tuple[int, int]:
    """Store every source's observations; gives how many were new and how many known."""
    new = known = 0
    for source in sources:
        observations = source.observations()
        added = store.save_observations(observations)
        new, known = new + added, known + len(observations) - added
    return new, known


def gather(
    sources: Sequence[Source],
    readers: Readers,
    figure_sources: Sequence[FigureSource],
    store: Store,
    clock: Clock,
) -> Gathering:
    """Visit everything once. Doing it again without news changes nothing."""
    outcomes = tuple(gather_source(source, readers, store, clock) for source in sources)
    new, known = gather_figures(figure_sources, store)
    return Gathering(clock.now(), outcomes, new, known)
