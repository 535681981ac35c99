"""What changed between two tellings of a figure: a revision, a new period, another definition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from omroeper.domain.figure import FigureObservation, UpdateReason, period_end


class ChangeKind(StrEnum):
    NEW = "new"
    GONE = "gone"
    NEXT_PERIOD = "next period"
    REVISED = "revised"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    GIVEN = "given after all"
    STATUS = "status"
    DEFINITION_BREAK = "definition break"


UNTRUE = frozenset(
    {
        ChangeKind.REVISED,
        ChangeKind.CORRECTED,
        ChangeKind.WITHDRAWN,
        ChangeKind.DEFINITION_BREAK,
    }
)
"""The changes that make what was told before untrue."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One change of one figure; `before` is None for a new figure, `after` for one that is gone."""

    kind: ChangeKind
    figure: str
    before: FigureObservation | None
    after: FigureObservation | None


def change_between(before: FigureObservation, after: FigureObservation) -> ChangeKind | None:
    """What an observation changes in an earlier one of the same figure; None when it says the same.

    Only what a reader is told counts: another snapshot, edition or place is no change. A period in
    words (`laatste jaar`) moves along with its edition, so across editions it is the next period.
    """
    if (before.definition_version, before.unit) != (after.definition_version, after.unit):
        return ChangeKind.DEFINITION_BREAK
    if before.period != after.period:
        return ChangeKind.NEXT_PERIOD
    if (before.value, before.qualifier) != (after.value, after.qualifier):
        return _another_value(before, after)
    same = (before.status, before.missing) == (after.status, after.missing)
    return None if same else ChangeKind.STATUS


def _another_value(before: FigureObservation, after: FigureObservation) -> ChangeKind:
    if before.edition != after.edition and not _fixed(before.period):
        return ChangeKind.NEXT_PERIOD
    if after.value is None:
        return ChangeKind.WITHDRAWN
    if before.value is None:
        return ChangeKind.GIVEN
    corrected = after.update is UpdateReason.CORRECTION
    return ChangeKind.CORRECTED if corrected else ChangeKind.REVISED


def newest_of_period(
    used: FigureObservation, observed: Iterable[FigureObservation]
) -> FigureObservation:
    """The last of the observations (oldest first) for the period of the used one, or itself."""
    same = [seen for seen in observed if seen.period == used.period]
    return same[-1] if same else used


def changes_between_editions(
    before: Iterable[FigureObservation], after: Iterable[FigureObservation]
) -> tuple[FigureChange, ...]:
    """Every change between two editions' observations (oldest first), by figure and period.

    Of the periods only the newer edition has, the latest is told, against the older one's latest.
    """
    old, new = _by_figure(before), _by_figure(after)
    found: list[FigureChange] = []
    for figure in sorted({*old, *new}):
        was, now = old.get(figure, {}), new.get(figure, {})
        if not was or not now:
            kind = ChangeKind.GONE if was else ChangeKind.NEW
            found.append(FigureChange(kind, figure, _latest(was), _latest(now)))
        else:
            found += _changes_of(figure, was, now)
    return tuple(found)


_Periods = dict[str, FigureObservation]


def _changes_of(figure: str, was: _Periods, now: _Periods) -> list[FigureChange]:
    pairs = [(was[period], now[period]) for period in was if period in now]
    last_was, last_now = _latest(was), _latest(now)
    if last_was is not None and last_now is not None and last_now.period not in was:
        pairs.append((last_was, last_now))
    changes = [(change_between(earlier, later), earlier, later) for earlier, later in pairs]
    return [FigureChange(kind, figure, *pair) for kind, *pair in changes if kind is not None]


def _by_figure(observed: Iterable[FigureObservation]) -> dict[str, _Periods]:
    found: dict[str, _Periods] = {}
    for seen in observed:
        found.setdefault(seen.figure, {})[seen.period] = seen
    return found


def _latest(periods: _Periods) -> FigureObservation | None:
    """The one whose period ends last; of periods in words the last that was given."""
    ranked = sorted(periods.values(), key=lambda seen: period_end(seen.period) or date.min)
    return ranked[-1] if ranked else None


def _fixed(period: str) -> bool:
    return any(character.isdigit() for character in period)
