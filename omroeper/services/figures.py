"""Figures: one figure's whole story, and what changed between two editions of the monitor."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omroeper.domain.edition import EditionState
from omroeper.domain.errors import NotFound
from omroeper.domain.figure import FigureDefinition, FigureObservation
from omroeper.domain.figure_approval import ApprovalState, speaking
from omroeper.domain.figure_change import (
    ChangeKind,
    FigureChange,
    change_between,
    changes_between_editions,
    newest_of_period,
)
from omroeper.ports import FigureStore, Store
from omroeper.services.rectify import told_draft

_STAGES = {
    EditionState.APPROVED: "approved",
    EditionState.SENDING: "being sent",
    EditionState.SENT: "sent",
    EditionState.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class FigureUse:
    """An edition of the newsletter that tells the figure; `revised` is what became of it since."""

    edition: str
    version: int
    stage: str
    period: str
    value: Decimal
    unit: str
    source_edition: str
    revised: ChangeKind | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One observation, and what it changed in what was known before it (None: nothing)."""

    change: ChangeKind | None
    observation: FigureObservation
    state: ApprovalState = ApprovalState.APPROVED


@dataclass(frozen=True, slots=True)
class FigureStory:
    """A figure's definition, the observation that speaks, its history (oldest first) and its uses.

    Where nobody approved any, `latest` is the newest proposed one and `state` says so.
    """

    figure: str
    definition: FigureDefinition | None
    latest: FigureObservation
    history: tuple[Telling, ...]
    uses: tuple[FigureUse, ...]
    state: ApprovalState = ApprovalState.APPROVED


def figure_story(store: Store, definitions: Sequence[FigureDefinition], figure: str) -> FigureStory:
    """Everything known of a figure; raises NotFound naming the nearest id."""
    observed = store.observations(figure)
    if not observed:
        known = {definition.id for definition in definitions} | set(store.figure_ids())
        raise NotFound("there is no such figure", thing=figure, remedy=_nearest(figure, known))
    definition = next((one for one in definitions if one.id == figure), None)
    standing = store.approved_observations(figure)
    told = speaking(standing)
    return FigureStory(
        figure,
        definition,
        told or observed[-1],
        history_of(observed, standing),
        uses_of(store, figure),
        ApprovalState.APPROVED if told else ApprovalState.PROPOSED,
    )


def history_of(
    observed: Sequence[FigureObservation], standing: Sequence[FigureObservation]
) -> tuple[Telling, ...]:
    """Each observation (oldest first) with what it changed, and whether a person stands for it."""
    told = []
    for index, seen in enumerate(observed):
        before = observed[:index]
        kind = change_between(_before(seen, before), seen) if before else ChangeKind.NEW
        state = ApprovalState.APPROVED if seen in standing else ApprovalState.PROPOSED
        told.append(Telling(kind, seen, state))
    return tuple(told)


def uses_of(store: Store, figure: str) -> tuple[FigureUse, ...]:
    """The editions of the newsletter that tell the figure, or compare with it; newest first."""
    found = []
    observed = store.approved_observations(figure)
    for edition, state in store.editions():
        draft = told_draft(store, edition)
        for entry in draft.edition.figures if draft else ():
            for seen in (entry.fact.observation, entry.fact.comparison):
                if draft is not None and seen is not None and seen.figure == figure:
                    found.append(
                        FigureUse(
                            edition=edition,
                            version=draft.edition.version,
                            stage=_STAGES.get(state, "draft"),
                            period=seen.period,
                            value=seen.number,
                            unit=seen.unit,
                            source_edition=seen.edition,
                            revised=change_between(seen, newest_of_period(seen, observed)),
                        )
                    )
    return tuple(found)


def all_observations(store: FigureStore) -> tuple[FigureObservation, ...]:
    """Every approved observation of every figure, by figure, oldest publication first."""
    return tuple(
        seen for figure in store.figure_ids() for seen in store.approved_observations(figure)
    )


def diff_editions(store: FigureStore, before: str, after: str) -> tuple[FigureChange, ...]:
    """What the second edition changed in the first; raises NotFound listing the known editions."""
    observed = all_observations(store)
    known = {seen.edition.casefold(): seen.edition for seen in observed}
    for name in (before, after):
        if name.casefold() not in known:
            listed = ", ".join(f"‘{one}’" for one in sorted(known.values())) or "none yet"
            raise NotFound(
                "there is no such edition", thing=f"‘{name}’", remedy=f"Known editions: {listed}."
            )
    first, second = known[before.casefold()], known[after.casefold()]
    return changes_between_editions(
        (seen for seen in observed if seen.edition == first),
        (seen for seen in observed if seen.edition == second),
    )


def _before(seen: FigureObservation, earlier: Sequence[FigureObservation]) -> FigureObservation:
    """What was known of the same period, else the last of any period."""
    same = [one for one in earlier if one.period == seen.period]
    return (same or earlier)[-1]


def _nearest(figure: str, known: set[str]) -> str:
    close = difflib.get_close_matches(figure, sorted(known), n=1, cutoff=0.5)
    hint = f"Did you mean ‘{close[0]}’? " if close else ""
    return f"{hint}`omroeper figures` lists them."
