"""The list's growth: what came and went by day, and how many there are, by newsletter and segment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from omroeper.domain.audience import Segment
from omroeper.domain.growth import SIGNED_UP, SIZE, day_bounds
from omroeper.domain.measuring import Measured
from omroeper.domain.metric import MetricSnapshot
from omroeper.ports import Store

LIST = "list"
AGAIN_DAYS = 3
"""So many days before today are counted again, so that a night without measuring loses nothing."""


def measure_list(store: Store, segments: Iterable[Segment], at: datetime, zone: tzinfo) -> Measured:
    """Read and store what happened on the last days, and today's sizes."""
    today = at.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(AGAIN_DAYS, -1, -1)]
    readings = [
        *(one for day in days for one in _events(store, day, at, zone)),
        *_sizes(store, segments, today, at),
    ]
    kept = _requests_stay(store, readings, days)
    return Measured(LIST, len(kept), store.save_snapshots(kept))


def _events(store: Store, day: date, at: datetime, zone: tzinfo) -> Iterator[MetricSnapshot]:
    found = store.list_events(*day_bounds(day, zone))
    yield from _readings(LIST, found.metrics, day, at)


def _sizes(
    store: Store, segments: Iterable[Segment], day: date, at: datetime
) -> Iterator[MetricSnapshot]:
    counts = store.list_counts()
    yield from _readings(LIST, {SIZE: counts.statuses.get("confirmed", 0)}, day, at)
    for newsletter, size in counts.newsletters.items():
        yield from _readings(f"newsletter:{newsletter}", {SIZE: size}, day, at)
    for segment in segments:
        for newsletter, size in store.segment_sizes(segment).items():
            name = f"{SIZE} {newsletter}" if newsletter else SIZE
            yield from _readings(f"segment:{segment.id}", {name: size}, day, at)


def _readings(
    subject: str, values: Mapping[str, int], day: date, at: datetime
) -> Iterator[MetricSnapshot]:
    for name, value in values.items():
        yield MetricSnapshot(LIST, subject, name, day.isoformat(), Decimal(value), at)


def _requests_stay(
    store: Store, readings: Iterable[MetricSnapshot], days: Iterable[date]
) -> list[MetricSnapshot]:
    """A request that was erased since was made all the same: its day's number never goes down."""
    first = min(days).isoformat()
    known = {
        one.period: one.value
        for one in store.newest_snapshots(LIST, subject=LIST, since=first)
        if one.metric == SIGNED_UP
    }
    return [
        replace(one, value=max(one.value, known.get(one.period, one.value)))
        if one.metric == SIGNED_UP
        else one
        for one in readings
    ]
