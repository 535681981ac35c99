"""Which observations may speak: those a person stands for. What is fetched is proposed until then."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.figure import FigureObservation, FigureSourceKind, period_end
from omroeper.domain.figure_change import change_between


class ApprovalState(StrEnum):
    """Whether a person stands for an observation; only an approved one is ever told."""

    PROPOSED = "proposed"
    APPROVED = "approved"

    @property
    def dutch(self) -> str:
        """The state in the words of who approves."""
        return "wacht op goedkeuring" if self is ApprovalState.PROPOSED else "goedgekeurd"


@dataclass(frozen=True, slots=True)
class JudgedObservation:
    """An observation, and whether a person stands for it."""

    state: ApprovalState
    observation: FigureObservation


@dataclass(frozen=True, slots=True)
class FigureApproval:
    """Who approved exactly which observation (its mark), and when (aware)."""

    mark: str
    figure: str
    by: str
    at: datetime


def approved(
    observed: Iterable[FigureObservation], approvals: Collection[str]
) -> tuple[FigureObservation, ...]:
    """The observations (of one figure, oldest first) that a person stands for.

    The editions of the monitor are signed off in their files. A fetched observation is approved by
    its mark; so is one that says the same as the approved one of its period, fetched again.
    """
    standing: dict[str, FigureObservation] = {}
    found = []
    for seen in observed:
        before = standing.get(seen.period)
        repeated = before is not None and change_between(before, seen) is None
        signed = seen.source_kind == FigureSourceKind.MONITOR_EDITION
        if signed or repeated or seen.mark in approvals:
            standing[seen.period] = seen
            found.append(seen)
    return tuple(found)


def proposed(
    observed: Sequence[FigureObservation], approvals: Collection[str]
) -> tuple[FigureObservation, ...]:
    """The newest observation of each period, where that is not approved: it waits for a person."""
    standing = approved(observed, approvals)
    newest = {seen.period: seen for seen in observed}
    return tuple(seen for seen in newest.values() if seen not in standing)


def speaking(standing: Iterable[FigureObservation]) -> FigureObservation | None:
    """Of the approved observations (oldest first) the one to tell: the latest that has a number.

    A period whose number the source took back is silent; an older period then speaks. A period in
    words counts as that of its publication; an old period published anew stays an old period.
    """
    newest = {seen.period: seen for seen in standing}
    told = [seen for seen in newest.values() if seen.value is not None]
    order = {id(seen): place for place, seen in enumerate(newest.values())}
    ranked = sorted(
        told,
        key=lambda one: (period_end(one.period) or one.published, one.published, order[id(one)]),
    )
    return ranked[-1] if ranked else None
