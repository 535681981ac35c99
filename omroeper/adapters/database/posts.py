"""LinkedIn posts and their states."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.decisions import record
from omroeper.adapters.database.tables import posts
from omroeper.domain.errors import NotFound
from omroeper.domain.overruling import Overruling
from omroeper.domain.post import POST_STEPS, Post, PostState
from omroeper.domain.review import AuditEntry
from omroeper.domain.states import check_step

_POST = TypeAdapter(Post)


class Posts(Connected):
    """Fulfils ports.PostStore."""

    def save_posts(self, proposed: Sequence[Post]) -> int:
        """Add the posts that are not there yet; give how many were new."""
        with self._writing() as connection:
            return self._insert_new(connection, posts, [_row(post) for post in proposed])

    def post(self, post: str) -> Post | None:
        with self._reading() as connection:
            text = connection.scalar(sa.select(posts.c.content).where(posts.c.id == post))
        return _POST.validate_json(text) if text is not None else None

    def posts(self, edition: str | None = None) -> tuple[Post, ...]:
        """All posts, or one edition's, by planned moment."""
        query = sa.select(posts.c.content).order_by(posts.c.planned, posts.c.id)
        if edition is not None:
            query = query.where(posts.c.edition == edition)
        with self._reading() as connection:
            return tuple(_POST.validate_json(text) for text in connection.scalars(query))

    def decide_post(
        self, decided: Post, entries: Sequence[AuditEntry], overruled: Sequence[Overruling]
    ) -> bool:
        """Record a decision if the post still waits as it was shown; gives whether it did."""
        with self._writing() as connection:
            query = sa.select(posts.c.content).where(posts.c.id == decided.id).with_for_update()
            text = connection.scalar(query)
            found = _POST.validate_json(text) if text is not None else None
            if found is None or found.state is not PostState.IN_REVIEW:
                return False
            if found.fingerprint != decided.fingerprint:
                return False
            check_step(POST_STEPS, found.state, decided.state, thing=f"post {decided.id}")
            row = posts.update().where(posts.c.id == decided.id).values(**_row(decided))
            connection.execute(row)
            record(connection, entries, overruled)
        return True

    def rewrite_post(self, before: Post, after: Post, entries: Sequence[AuditEntry]) -> bool:
        """Put `after` in the place of exactly `before`, with its log; gives whether it was still so.

        Raises ForbiddenTransition when the states are no step of the table.
        """
        with self._writing() as connection:
            query = sa.select(posts.c.content).where(posts.c.id == before.id).with_for_update()
            text = connection.scalar(query)
            if text is None or _POST.validate_json(text) != before:
                return False
            if before.state is not after.state:
                check_step(POST_STEPS, before.state, after.state, thing=f"post {before.id}")
            row = posts.update().where(posts.c.id == before.id).values(**_row(after))
            connection.execute(row)
            if entries:
                record(connection, entries, ())
        return True

    def move_post(self, post: str, wanted: PostState, **changes: str | datetime) -> Post:
        """Take one step of the transition table and write down what belongs to it, in one go.

        Two callers that take the same step: one wins, the other gets ForbiddenTransition.
        """
        with self._writing() as connection:
            return take_step(connection, post, wanted, **changes)

    def move_post_signed(
        self, post: str, wanted: PostState, entry: AuditEntry, **changes: str | datetime
    ) -> Post:
        """The same, with the line of the log that says who did it."""
        with self._writing() as connection:
            moved = take_step(connection, post, wanted, **changes)
            record(connection, (entry,), ())
        return moved


def take_step(
    connection: sa.Connection, post: str, wanted: PostState, **changes: str | datetime
) -> Post:
    found = locked_post(connection, post)
    check_step(POST_STEPS, found.state, wanted, thing=f"post {post}")
    moved = replace(found, state=wanted, **changes)  # type: ignore[arg-type]
    save_post(connection, moved)
    return moved


def locked_post(connection: sa.Connection, post: str) -> Post:
    """The post, with its row locked until the transaction ends; raises NotFound."""
    query = sa.select(posts.c.content).where(posts.c.id == post).with_for_update()
    text = connection.scalar(query)
    if text is None:
        raise NotFound("there is no such post", thing=post, remedy="Check the post's id.")
    return _POST.validate_json(text)


def save_post(connection: sa.Connection, post: Post) -> None:
    connection.execute(posts.update().where(posts.c.id == post.id).values(**_row(post)))


def _row(post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "edition": post.edition,
        "state": post.state.value,
        "planned": post.planned,
        "content": _POST.dump_json(post).decode(),
    }
