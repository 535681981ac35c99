"""What web analytics tell of our links: daily rows by campaign parameters, as readings of metrics."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from omroeper.domain.metric import MetricSnapshot, bounded

METRICS = ("visits", "engaged", "visitors", "conversions")
LATE_DAYS = 3
"""Providers change the last days' numbers, so these days are fetched again."""
FIRST_DAYS = 35
MOST_DAYS = 90
"""How far back is fetched the first time, and at most."""
_SUBJECT = "web:"


@dataclass(frozen=True, slots=True)
class WebRow:
    """One day of one combination of campaign parameters.

    None stands for what a provider does not tell. `visitors` are those of this day: whoever came on two
    days is one visitor of each, so they are never summed over days.
    """

    day: date
    source: str | None
    medium: str | None
    campaign: str | None
    content: str | None
    visits: int | None
    engaged: int | None = None
    visitors: int | None = None
    conversions: int | None = None

    @property
    def subject(self) -> str:
        """The parameters as one name; what the provider does not tell is left out."""
        given = (
            ("source", self.source),
            ("medium", self.medium),
            ("campaign", self.campaign),
            ("content", self.content),
        )
        told = urlencode([(name, value) for name, value in given if value is not None])
        return bounded(_SUBJECT + told)


@dataclass(frozen=True, slots=True)
class WebReading:
    """What a provider told of some days. `note` says how sure it is: sampled, small numbers hidden."""

    rows: tuple[WebRow, ...]
    note: str = ""


def parameters_of(subject: str) -> dict[str, str]:
    """The campaign parameters that a `web:…` subject stands for."""
    return dict(parse_qsl(subject.removeprefix(_SUBJECT), keep_blank_values=True))


def days_to_fetch(today: date, last: str) -> tuple[date, date]:
    """From which day to which: the last days again, and what was missed while the desk was down.

    `last` is the latest day that is known, or empty. Today is not over, so it is not fetched.
    """
    yesterday = today - timedelta(days=1)
    if not last:
        return today - timedelta(days=FIRST_DAYS), yesterday
    again = min(today - timedelta(days=LATE_DAYS), date.fromisoformat(last))
    return max(again, today - timedelta(days=MOST_DAYS)), yesterday


def readings_of(
    provider: str, reading: WebReading, known: Sequence[MetricSnapshot], at: datetime
) -> tuple[MetricSnapshot, ...]:
    """The readings of fetched rows; what was there for these days and is no more becomes 0.

    `known` are the newest readings of the provider for exactly the days that were fetched.
    """
    found = [
        MetricSnapshot(
            provider, row.subject, metric, row.day.isoformat(), Decimal(value), at, reading.note
        )
        for row in merged(reading.rows)
        for metric, value in _values(row)
    ]
    told = {one.key for one in found}
    gone = [
        replace(one, value=Decimal(0), retrieved=at, note=reading.note)
        for one in known
        if one.key not in told and one.value
    ]
    return (*found, *gone)


def merged(rows: Iterable[WebRow]) -> tuple[WebRow, ...]:
    """One row for each day and subject: counts add up, but visitors of two rows may be the same people,
    so that they are then not known."""
    found: dict[tuple[date, str], WebRow] = {}
    for row in rows:
        key = (row.day, row.subject)
        known = found.get(key)
        found[key] = row if known is None else _sum(known, row)
    return tuple(found.values())


def _sum(one: WebRow, other: WebRow) -> WebRow:
    def both(first: int | None, second: int | None) -> int | None:
        return None if first is None or second is None else first + second

    return replace(
        one,
        visits=both(one.visits, other.visits),
        engaged=both(one.engaged, other.engaged),
        visitors=None,
        conversions=both(one.conversions, other.conversions),
    )


def _values(row: WebRow) -> Iterator[tuple[str, int]]:
    for metric in METRICS:
        value: int | None = getattr(row, metric)
        if value is not None:
            yield metric, value
