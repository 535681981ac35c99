"""Attempts to put a post or its first comment on a page: recorded before the call, settled after it.

The record is what keeps promise 3 when a process dies: an attempt that was not handed over has
certainly put nothing on the page; one that was, may have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from omroeper.domain.errors import NotApproved
from omroeper.domain.post import Post, PostState

LEASE = timedelta(minutes=15)
"""An open attempt that is older than this has no living process: uploads and calls are bounded."""
SKEW = timedelta(minutes=10)
"""How far LinkedIn's clock and ours may differ when a post is looked for by its moment."""


class AttemptStep(StrEnum):
    """What is put on the page; each has a record of its own."""

    POST = "post"
    COMMENT = "comment"


class AttemptEnd(StrEnum):
    """OPEN while it runs. RELEASED: nothing was handed over, so it may be tried anew."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RELEASED = "released"
    BY_HAND = "by hand"
    EXPIRED = "expired"


ATTEMPT_STEPS: dict[AttemptEnd, frozenset[AttemptEnd]] = {
    AttemptEnd.OPEN: frozenset(AttemptEnd) - {AttemptEnd.OPEN},
    AttemptEnd.UNKNOWN: frozenset({AttemptEnd.DONE, AttemptEnd.REFUSED}),
}
"""What is unknown may still turn out: a slow reply, a later look at the page, or a person."""

POST_STATE_AFTER: dict[AttemptEnd, PostState] = {
    AttemptEnd.DONE: PostState.PUBLISHED,
    AttemptEnd.REFUSED: PostState.FAILED,
    AttemptEnd.UNKNOWN: PostState.UNKNOWN,
    AttemptEnd.RELEASED: PostState.APPROVED,
    AttemptEnd.BY_HAND: PostState.WAITING,
}


@dataclass(frozen=True, slots=True)
class PostAttempt:
    """One attempt; `number` counts those of the same step of the same post, from 1."""

    post: str
    step: AttemptStep
    number: int
    begun: datetime
    handed_over: datetime | None = None
    ended: datetime | None = None
    end: AttemptEnd = AttemptEnd.OPEN
    urn: str = ""
    note: str = ""

    def is_left(self, now: datetime) -> bool:
        """Whether its process died: it is open, and too old to be running."""
        return self.end is AttemptEnd.OPEN and now - (self.handed_over or self.begun) >= LEASE


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a post needs on LinkedIn before it is created: the urn of each uploaded file, by its
    path, and of the post that it shows again or corrects."""

    media: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""


def require_approved(post: Post) -> None:
    """Raise NotApproved unless the approval is of exactly what would go out."""
    if post.fingerprint != post.approved_fingerprint:
        raise NotApproved(
            "it is not approved as it stands", thing=post.id, remedy="Have an editor approve it."
        )
