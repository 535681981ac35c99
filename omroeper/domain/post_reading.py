"""Posts as read from a file or sheet, and what becomes of them beside what is kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from omroeper.domain.post import Post, PostState

EDITABLE = frozenset({PostState.DRAFT, PostState.IN_REVIEW, PostState.CHANGES_REQUESTED})
RETURNABLE = frozenset({PostState.FAILED, PostState.EXPIRED})
"""States from which new words give a post another chance."""
TOO_LATE = timedelta(hours=24)
"""What is first read this long after its moment is history: it expires, and nobody is asked."""


@dataclass(frozen=True, slots=True)
class PostReading:
    """What one place holds. `place` begins each post's origin; `whole` says that all was readable,
    so that what is no longer there was taken away."""

    place: str
    posts: tuple[Post, ...] = ()
    warnings: tuple[str, ...] = ()
    whole: bool = True


class Intake(StrEnum):
    """What reading a post again did."""

    NEW = "new"
    CHANGED = "changed"
    VOIDED = "voided"
    GONE = "gone"
    EXPIRED = "expired"
    TOO_LATE = "too late"

    @property
    def dutch(self) -> str:
        return _DUTCH[self]


_DUTCH = {
    Intake.NEW: "nieuw",
    Intake.CHANGED: "gewijzigd: opnieuw te beoordelen",
    Intake.VOIDED: "gewijzigd na de goedkeuring: die is vervallen",
    Intake.GONE: "weggehaald: wordt niet geplaatst",
    Intake.EXPIRED: "het moment is voorbij: wordt niet geplaatst",
    Intake.TOO_LATE: "gewijzigd, maar het staat al op LinkedIn of gaat daarheen",
}


def origin_of(place: str, name: str, mark: str) -> str:
    """Where a post was read, and the mark (a hash) of what stood there."""
    return f"{place}/{name}#{mark[:16]}"


def place_in(origin: str) -> str:
    """The origin as people know it, without its mark."""
    return origin.partition("#")[0]


def judge_reading(known: Post | None, given: Post, now: datetime) -> tuple[Intake | None, Post]:
    """What becomes of a post that is read, and the post to keep; None when nothing changes."""
    if known is None:
        if now - given.planned > TOO_LATE:
            return Intake.EXPIRED, replace(given, state=PostState.EXPIRED)
        return Intake.NEW, given
    back = known.state is PostState.DRAFT and given.state is PostState.IN_REVIEW
    if known.origin == given.origin and not back:
        return None, known
    if known.state in EDITABLE:
        return Intake.CHANGED, given
    if known.state is PostState.APPROVED:
        if (known.fingerprint, known.planned) == (given.fingerprint, given.planned):
            return None, _approved_as(known, given)
        note = "Gewijzigd na de goedkeuring van " + known.approved_by + "."
        return Intake.VOIDED, replace(given, note=note)
    if known.state in RETURNABLE:
        return Intake.CHANGED, given
    return Intake.TOO_LATE, replace(known, origin=given.origin)


def _approved_as(known: Post, given: Post) -> Post:
    """Only what readers never see changed (who is asked about it): the approval stands."""
    return replace(
        given,
        state=known.state,
        approved_by=known.approved_by,
        approved_fingerprint=known.approved_fingerprint,
        note=known.note,
    )
