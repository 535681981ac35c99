"""What is kept of posts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from omroeper.domain.overruling import Overruling
from omroeper.domain.post import Post, PostState
from omroeper.domain.review import AuditEntry


class PostStore(Protocol):
    def save_posts(self, proposed: Sequence[Post]) -> int: ...
    def post(self, post: str) -> Post | None: ...
    def posts(self, edition: str | None = None) -> tuple[Post, ...]: ...
    def decide_post(
        self, decided: Post, entries: Sequence[AuditEntry], overruled: Sequence[Overruling]
    ) -> bool: ...
    def move_post(self, post: str, wanted: PostState, **changes: str | datetime) -> Post: ...
    def move_post_signed(
        self, post: str, wanted: PostState, entry: AuditEntry, **changes: str | datetime
    ) -> Post: ...
