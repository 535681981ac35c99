"""LinkedIn posts: proposed, approved, and published at most once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PostState(StrEnum):
    """PUBLISHING is recorded before the call; a lost reply ends in UNKNOWN and waits for a person.

    WAITING is the manual channel: the text is ready and a person places it.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    @property
    def dutch(self) -> str:
        """The state in the editor's words."""
        return _STATES_IN_DUTCH[self]


_STATES_IN_DUTCH = {
    PostState.DRAFT: "concept",
    PostState.IN_REVIEW: "in beoordeling",
    PostState.APPROVED: "goedgekeurd",
    PostState.PUBLISHING: "wordt geplaatst",
    PostState.PUBLISHED: "geplaatst",
    PostState.FAILED: "niet geplaatst",
    PostState.WAITING: "klaar om zelf te plaatsen",
    PostState.UNKNOWN: "onzeker of het geplaatst is",
    PostState.EXPIRED: "te laat om te plaatsen",
    PostState.CANCELLED: "wordt niet geplaatst",
}

POST_STEPS: dict[PostState, frozenset[PostState]] = {
    PostState.DRAFT: frozenset({PostState.IN_REVIEW, PostState.CANCELLED}),
    PostState.IN_REVIEW: frozenset({PostState.APPROVED, PostState.DRAFT, PostState.CANCELLED}),
    PostState.APPROVED: frozenset(
        {PostState.PUBLISHING, PostState.DRAFT, PostState.EXPIRED, PostState.CANCELLED}
    ),
    PostState.PUBLISHING: frozenset(
        {PostState.PUBLISHED, PostState.FAILED, PostState.UNKNOWN, PostState.WAITING}
    ),
    PostState.WAITING: frozenset({PostState.PUBLISHED, PostState.CANCELLED}),
    PostState.UNKNOWN: frozenset({PostState.PUBLISHED, PostState.FAILED}),
    PostState.FAILED: frozenset({PostState.DRAFT, PostState.CANCELLED}),
    PostState.PUBLISHED: frozenset(),
    PostState.EXPIRED: frozenset({PostState.DRAFT}),
    PostState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Post:
    """One LinkedIn message. `text` is plain: the channel does the escaping. `planned` is aware (UTC)."""

    id: str
    edition: str
    programme: str
    text: str
    link: str
    link_title: str
    planned: datetime
    author: str = "omroeper"
    hashtags: tuple[str, ...] = ()
    state: PostState = PostState.DRAFT
    approved_by: str = ""
    approved_fingerprint: str = ""
    urn: str = ""
    note: str = ""

    @property
    def commentary(self) -> str:
        """Text and hashtags as a reader sees them."""
        tags = " ".join(f"#{tag}" for tag in self.hashtags)
        return f"{self.text}\n\n{tags}" if tags else self.text

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what would be published."""
        parts = (self.commentary, self.link, self.link_title)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
