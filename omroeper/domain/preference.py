"""What editors chose in the last months, and how it weighs in the next ones: a little, and it fades."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from omroeper.domain.edition import Edition, Edits
from omroeper.domain.item import Item
from omroeper.domain.month import Month

FADES_OVER = 6
"""Months after which a choice weighs nothing any more; each month before that a sixth less."""
STEP = 0.25
"""Points that one choice of last month gives or takes, for each of source, programme and terms."""
MOST_OF_A_KIND = 0.5
PREFERENCE_MOST = 3 * MOST_OF_A_KIND


class ChoiceKind(StrEnum):
    """What an editor did with an item of a draft."""

    DROPPED = "dropped"
    FIRST = "first"
    INCLUDED = "included"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice in one month's edition, with what it says something about."""

    month: Month
    kind: ChoiceKind
    item: str
    title: str
    source: str
    programme: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preference:
    """What the choices say of an item: points, and why in Dutch (empty when they say nothing)."""

    points: float = 0.0
    reason: str = ""


def choices_in(edition: Edition, edits: Edits) -> tuple[Choice, ...]:
    """The choices that made this draft: what was left out, brought back, and put first in its part."""
    chosen = [
        (ChoiceKind.DROPPED, one.item, one.score)
        for one in edition.dropped
        if one.item.key in edits.drop
    ]
    firsts = {entry.section: entry.item.key for entry in reversed(edition.entries)}
    for entry in edition.entries:
        key = entry.item.key
        if key in edits.include:
            chosen.append((ChoiceKind.INCLUDED, entry.item, entry.score))
        elif key in edits.order and firsts[entry.section] == key:
            chosen.append((ChoiceKind.FIRST, entry.item, entry.score))
    return tuple(
        Choice(edition.month, kind, item.key, item.title, item.source, item.programme,
               tuple(match.term for match in score.terms) if score else ())
        for kind, item, score in chosen
    )  # fmt: skip


def preference_for(
    item: Item, terms: Collection[str], choices: Iterable[Choice], month: Month
) -> Preference:
    """What earlier choices say of an item with these theme terms, in the edition of `month`."""
    weighed = [(choice, weight) for choice in choices if (weight := _weight(choice, month))]
    kinds = (
        ("deze bron", [w for choice, w in weighed if choice.source == item.source]),
        ("dit programma", [w for choice, w in weighed if choice.programme == item.programme]),
        ("deze thematermen", [w for choice, w in weighed if set(choice.terms) & set(terms)]),
    )
    points = {about: _bounded(sum(weights)) for about, weights in kinds}
    total = round(sum(points.values()), 2)
    if not total:
        return Preference()
    about = max(points, key=lambda one: points[one] * total)
    told = (
        "koos de laatste maanden vaker voor" if total > 0 else "liet de laatste maanden vaker weg:"
    )
    return Preference(total, f"de redactie {told} {about}")


def months_between(earlier: Month, later: Month) -> int:
    return (later.year - earlier.year) * 12 + later.number - earlier.number


def _weight(choice: Choice, month: Month) -> float:
    """Positive for what was wanted, negative for what was left out; 0 outside the months it lasts."""
    age = months_between(choice.month, month)
    if not 1 <= age <= FADES_OVER:
        return 0.0
    sign = -1 if choice.kind is ChoiceKind.DROPPED else 1
    return sign * STEP * (FADES_OVER + 1 - age) / FADES_OVER


def _bounded(points: float) -> float:
    return max(-MOST_OF_A_KIND, min(MOST_OF_A_KIND, points))
