"""The numbers as others may have them: the newest readings, without small counts of what people did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.domain.small_counts import told, told_apart

_OF_MAIL = frozenset({"audience", "accepted", "refused", "uncertain", "skipped", "pending"})
"""What became of copies is an account that must add up, and no doing of readers."""
_LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class ToldReading:
    """One number. `value` is None where it is too small to tell; `few` says so."""

    source: str
    subject: str
    metric: str
    period: str
    value: Decimal | None
    few: bool
    note: str
    retrieved: datetime

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.source, self.subject, self.metric, self.period


def told_readings(readings: Iterable[MetricSnapshot], fewest: int) -> tuple[ToldReading, ...]:
    """The readings of one subject, small counts hidden, and with one the next so that it cannot be
    found by subtracting. By metric and period."""
    families: dict[tuple[str, ...], list[MetricSnapshot]] = {}
    for one in readings:
        families.setdefault(_family(one), []).append(one)
    found = [shown for family in families.values() for shown in _told(family, fewest)]
    return tuple(sorted(found, key=lambda one: one.key))


def _told(family: list[MetricSnapshot], fewest: int) -> Iterator[ToldReading]:
    if not _of_people(family[0]):
        yield from (_reading(one, one.value) for one in family)
        return
    counts = {str(at): int(one.value) for at, one in enumerate(family) if _is_count(one)}
    parts = len(family) > 1 or _is_part(family[0])
    shown = (
        told_apart(counts, fewest)
        if parts
        else {name: told(counts[name], fewest) for name in counts}
    )
    for at, one in enumerate(family):
        kept = shown.get(str(at), 0) if _is_count(one) else 0
        yield _reading(one, one.value if kept is not None else None)


def _reading(one: MetricSnapshot, value: Decimal | None) -> ToldReading:
    return ToldReading(
        one.source,
        one.subject,
        one.metric,
        one.period,
        value,
        value is None,
        one.note,
        one.retrieved,
    )


def _family(one: MetricSnapshot) -> tuple[str, ...]:
    """What adds up to one whole: the days of a metric, or its parts of one period."""
    if _is_part(one):
        return "parts", one.source, one.metric.partition(":")[0], one.period
    if one.period == TOTAL:
        return "total", one.source, one.metric
    return "days", one.source, one.metric


def _is_part(one: MetricSnapshot) -> bool:
    return ":" in one.metric


def _is_count(one: MetricSnapshot) -> bool:
    return one.value >= 0 and one.value == one.value.to_integral_value()


def _of_people(one: MetricSnapshot) -> bool:
    """Whether it counts people, or what they did."""
    if one.metric.startswith(_LEFT_OUT):
        return False
    if one.source == "ledger":
        return one.metric not in _OF_MAIL
    return True
