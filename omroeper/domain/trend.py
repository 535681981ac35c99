"""The last thirteen months in numbers: how many were on the list, reached, and followed a link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from omroeper.domain.month import Month
from omroeper.domain.small_counts import told

MONTHS = 13
"""A year, and the same month of the year before."""


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month. None where nothing was measured; `few` says that clicks were too few to tell.

    `size` is the last reading of the month, `reached` are copies that were taken and did not bounce.
    """

    month: Month
    size: int | None = None
    reached: int | None = None
    clicks: int | None = None
    few: bool = False


def trend_months(last: Month) -> tuple[Month, ...]:
    """The months of a trend that ends with this one, oldest first."""
    return tuple(last.plus(back) for back in range(1 - MONTHS, 1))


def reached(accepted: int | None, bounced: int | None) -> int | None:
    """How many copies of a campaign were taken and did not come back; None when it was not measured."""
    return None if accepted is None else accepted - (bounced or 0)


def trend(
    last: Month,
    sizes: Mapping[Month, int],
    reach: Iterable[tuple[Month, int | None]],
    clicks: Iterable[tuple[Month, int | None]],
    fewest: int,
) -> tuple[TrendMonth, ...]:
    """The months in order; what several campaigns of one month had is added up."""
    reach_of, clicks_of = _added(reach), _added(clicks)
    rows = []
    for month in trend_months(last):
        counted = clicks_of.get(month)
        shown = None if counted is None else told(counted, fewest)
        few = counted is not None and shown is None
        rows.append(TrendMonth(month, sizes.get(month), reach_of.get(month), shown, few))
    return tuple(rows)


def _added(values: Iterable[tuple[Month, int | None]]) -> dict[Month, int]:
    sums: dict[Month, int] = {}
    for month, value in values:
        if value is not None:
            sums[month] = sums.get(month, 0) + value
    return sums
