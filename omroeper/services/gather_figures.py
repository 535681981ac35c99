"""Gather figures: every source into the database; one that fails is told and the rest go on."""

import logging
from collections.abc import Sequence

from omroeper.domain.errors import OmroeperError, SourceError
from omroeper.domain.figure import FigureObservation
from omroeper.domain.figure_gathering import FigureGathering, FigureOutcome
from omroeper.ports import Clock, FigureSource, Store

_log = logging.getLogger("omroeper.gather")


def gather_figures(sources: Sequence[FigureSource], store: Store, clock: Clock) -> FigureGathering:
    """Store every source's bytes and observations.

    A source that fails stores nothing and is told with its reason; what was approved before stays.
    Raises ContentError for a mistake in one of the desk's own files.
    """
    outcomes = tuple(_visited(source, store, clock) for source in sources)
    return FigureGathering(outcomes, tuple(map(_told, store.proposed_observations())))


def _visited(source: FigureSource, store: Store, clock: Clock) -> FigureOutcome:
    try:
        reading = source.read(store, clock.now())
    except SourceError as error:
        return _failed(source, error, store)
    except OmroeperError:
        raise
    except Exception as cause:
        _log.exception("figure source %s could not be read", source.name)
        return _failed(source, _unexpected(source, cause), store)
    store.keep_snapshots(reading.snapshots)
    new = store.save_observations(reading.observations)
    known = len(reading.observations) - new
    return FigureOutcome(source.name, new, known, reading.warnings)


def _failed(source: FigureSource, error: SourceError, store: Store) -> FigureOutcome:
    speaking = store.latest_observations() if source.figures else {}
    standing = "; ".join(_told(speaking[one]) for one in source.figures if one in speaking)
    return FigureOutcome(
        source.name, error_reason=error.reason, error=error.sentence, standing=standing
    )


def _unexpected(source: FigureSource, cause: Exception) -> SourceError:
    problem = f"reading it failed in a way nobody foresaw ({type(cause).__name__}: {cause})"
    remedy = "The other sources went on; report this with the log."
    return SourceError("unexpected", problem, source=source.name, remedy=remedy)


def _told(seen: FigureObservation) -> str:
    value = f"no number ({seen.missing})" if seen.value is None else f"{seen.value} {seen.unit}"
    return f"{seen.figure}: {value}, {seen.period}"
