"""Approve figures: a person stands for what was fetched, by name and on the record."""

from collections.abc import Sequence

from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.figure import FigureDefinition, FigureObservation
from omroeper.domain.figure_approval import ApprovalState, JudgedObservation
from omroeper.domain.figure_check import broken_sum
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, Store
from omroeper.rendering import dutch

APPROVED = "figure approved"


def approve_figure(
    store: Store,
    clock: Clock,
    figure: str,
    *,
    by: str,
    definitions: Sequence[FigureDefinition] = (),
) -> tuple[FigureObservation, ...]:
    """Approve what is proposed of a figure; gives it.

    Raises NotFound where nothing is, and InvalidValue where parts and total do not agree.
    """
    name = by.strip()
    if not name:
        raise InvalidValue("there is no name", thing="--by", remedy="Give your own name.")
    waiting = tuple(one for one in store.proposed_observations() if one.figure == figure)
    if not waiting:
        remedy = "`omroeper figures` lists what is proposed."
        raise NotFound("nothing of it waits for approval", thing=figure, remedy=remedy)
    _require_sums(store, figure, definitions)
    store.approve_observations(waiting, by=name, at=clock.now())
    for seen in waiting:
        detail = f"{dutch.value_text(seen)}, {dutch.period_short(seen.period)} ({seen.edition})"
        store.audit(AuditEntry(clock.now(), name, APPROVED, figure, detail, seen.mark))
    return waiting


def _require_sums(store: Store, figure: str, definitions: Sequence[FigureDefinition]) -> None:
    """The total that the figure is, or is part of, is what its parts give within rounding."""
    totals = {figure} | {one.part_of for one in definitions if one.id == figure and one.part_of}
    known = {(one.figure, one.period): one for one in store.latest_observations().values()}
    known |= {(one.figure, one.period): one for one in store.proposed_observations()}
    for seen in known.values():
        problem = (
            broken_sum(seen, definitions, list(known.values())) if seen.figure in totals else ""
        )
        if problem:
            raise InvalidValue(
                f"{seen.period}: {problem}",
                thing=seen.figure,
                remedy="Ask the source which is right; approve none of them until they agree.",
            )


def judged_figures(store: Store) -> tuple[JudgedObservation, ...]:
    """Of every figure what speaks, and what is proposed; by id, what speaks first."""
    speaking = [
        JudgedObservation(ApprovalState.APPROVED, one)
        for one in store.latest_observations().values()
    ]
    waiting = [
        JudgedObservation(ApprovalState.PROPOSED, one) for one in store.proposed_observations()
    ]
    return tuple(sorted(speaking + waiting, key=lambda one: one.observation.figure))
