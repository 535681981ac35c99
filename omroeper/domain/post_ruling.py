"""What the editor filled in about posts: one decision each, and the warnings taken on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from omroeper.domain.contribution import MOMENT_FORMATS
from omroeper.domain.errors import InvalidValue
from omroeper.domain.planning import clock_moment
from omroeper.domain.post import Post, PostState

AT_ONCE = "nu"


class PostDecision(StrEnum):
    """The words are those of the form. LATER decides nothing: the post waits on."""

    APPROVE = "goedkeuren"
    CHANGES = "wijzigingen"
    MOVE = "ander moment"
    CANCEL = "niet plaatsen"
    LATER = "later"

    @property
    def leads_to(self) -> PostState:
        """The state a post has after it."""
        return _LEADS_TO.get(self, PostState.IN_REVIEW)


_LEADS_TO = {
    PostDecision.APPROVE: PostState.APPROVED,
    PostDecision.CHANGES: PostState.CHANGES_REQUESTED,
    PostDecision.CANCEL: PostState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class PostRuling:
    """One post's decision. `planned` is another moment (aware), or None; `at_once` is now."""

    post: str
    decision: PostDecision
    note: str = ""
    planned: datetime | None = None
    at_once: bool = False

    def moment(self, post: Post, now: datetime) -> datetime:
        """When the post goes out by this ruling."""
        return now if self.at_once else self.planned or post.planned


@dataclass(frozen=True, slots=True)
class PostsVerdict:
    """The rulings of one form, and who made them.

    `accepted` are choices of `warning_choices` over the findings of all its posts; `why` says why.
    """

    rulings: tuple[PostRuling, ...]
    by: str
    accepted: tuple[str, ...] = ()
    why: str = ""


def shown_label(posts: Sequence[Post]) -> str:
    """What binds a form to the texts and moments that it showed."""
    marks = "".join(f"{post.fingerprint}{post.planned.isoformat()}" for post in posts)
    return f"{len(posts)} getoond ({hashlib.sha256(marks.encode()).hexdigest()[:8]})"


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """A moment as it stands in the form: 15-10-2024 10:00."""
    return f"{moment.astimezone(zone):{MOMENT_FORMATS[0]}}"


def read_ruling(post: Post, decision: str, note: str, moment: str, zone: tzinfo) -> PostRuling:
    """What was typed about one post; raises InvalidValue (Dutch)."""
    decided, typed = PostDecision(decision), moment.strip().casefold()
    unchanged = typed in ("", moment_text(post.planned, zone))
    planned = None if unchanged or typed == AT_ONCE else _moment(typed, zone)
    if decided is PostDecision.MOVE and unchanged:
        raise InvalidValue("Moment: er staat geen ander moment", remedy="Vul dag en tijd in.")
    if decided is PostDecision.CHANGES and not note.strip():
        raise InvalidValue(
            "Toelichting: er staat niet wat er anders moet", remedy="De schrijver krijgt uw tekst."
        )
    return PostRuling(post.id, decided, note.strip(), planned, typed == AT_ONCE)


def as_typed(post: Post, moment: str, now: datetime, zone: tzinfo) -> Post:
    """The post at the moment that was typed for it; as it is where that is none."""
    try:
        ruling = read_ruling(post, PostDecision.APPROVE, "", moment, zone)
    except InvalidValue:
        return post
    return replace(post, planned=ruling.moment(post, now))


def _moment(typed: str, zone: tzinfo) -> datetime:
    remedy = "Schrijf het als 19-11-2026 10:00, of ‘nu’."
    try:
        given = datetime.strptime(typed, MOMENT_FORMATS[0])  # noqa: DTZ007 - gets its zone below
    except ValueError as cause:
        raise InvalidValue(f"Moment: ‘{typed}’ is geen dag en tijd", remedy=remedy) from cause
    try:
        return clock_moment(given.date(), given.time(), zone)
    except InvalidValue as cause:
        raise InvalidValue(
            f"Moment: {typed} bestaat niet, want dan gaat de klok vooruit", remedy=remedy
        ) from cause
