"""Attempts to publish: each recorded with the post's state, in one transaction."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.decisions import record
from omroeper.adapters.database.post_tables import post_attempts
from omroeper.adapters.database.posts import locked_post, save_post
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.post import POST_STEPS, Post, PostState
from omroeper.domain.post_attempt import (
    ATTEMPT_STEPS,
    POST_STATE_AFTER,
    AttemptEnd,
    AttemptStep,
    PostAttempt,
    require_approved,
)
from omroeper.domain.review import AuditEntry
from omroeper.domain.states import check_step


class PostAttempts(Connected):
    """Fulfils ports.AttemptStore. The post's row is locked first, so of two processes one waits."""

    def begin_attempt(self, post: str, step: AttemptStep, at: datetime) -> PostAttempt:
        """Claim a step: an approved post becomes PUBLISHING, a comment is written once.

        Raises ForbiddenTransition when the post has another state or its comment was tried, and
        NotApproved when it changed since its approval.
        """
        with self._writing() as connection:
            found = locked_post(connection, post)
            before = [one for one in _attempts(connection, post) if one.step is step]
            if step is AttemptStep.POST:
                check_step(POST_STEPS, found.state, PostState.PUBLISHING, thing=f"post {post}")
                require_approved(found)
                save_post(connection, replace(found, state=PostState.PUBLISHING))
            else:
                _require_no_comment(found, before)
            attempt = PostAttempt(post, step, len(before) + 1, at)
            connection.execute(post_attempts.insert().values(**_row(attempt)))
        return attempt

    def hand_over_post(self, attempt: PostAttempt, at: datetime) -> bool:
        """Mark that the call comes now; False when somebody settled the attempt meanwhile."""
        with self._writing() as connection:
            still_open = post_attempts.c.end == AttemptEnd.OPEN.value
            marked = connection.execute(
                post_attempts.update().where(_is(attempt), still_open).values(handed_over=at)
            )
            return marked.rowcount == 1

    def end_attempt(
        self,
        attempt: PostAttempt,
        end: AttemptEnd,
        at: datetime,
        *,
        urn: str = "",
        note: str = "",
        entry: AuditEntry | None = None,
    ) -> Post:
        """Settle attempt and post together; an attempt that was settled better already stays."""
        with self._writing() as connection:
            post = locked_post(connection, attempt.post)
            (known,) = _attempts(connection, attempt.post, _is(attempt))
            if end not in ATTEMPT_STEPS.get(known.end, ()):
                return post
            ended = {"end": end.value, "ended": at, "urn": urn, "note": note}
            connection.execute(post_attempts.update().where(_is(attempt)).values(**ended))
            changed = _settled(post, attempt.step, end, urn, note)
            save_post(connection, changed)
            if entry is not None:
                record(connection, (entry,), ())
        return changed

    def attempts(self, post: str) -> tuple[PostAttempt, ...]:
        """All attempts of a post and its comment, oldest first."""
        with self._reading() as connection:
            return _attempts(connection, post)

    def unsettled_attempts(self) -> tuple[PostAttempt, ...]:
        unsettled = (AttemptEnd.OPEN.value, AttemptEnd.UNKNOWN.value)
        query = sa.select(post_attempts).where(post_attempts.c.end.in_(unsettled))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(post_attempts.c.begun, post_attempts.c.post))
            return tuple(_attempt(row) for row in rows)


def _settled(post: Post, step: AttemptStep, end: AttemptEnd, urn: str, note: str) -> Post:
    """The post after this end; a comment leaves it published and only tells what became of itself."""
    if step is AttemptStep.COMMENT:
        return replace(post, note=note) if note else post
    wanted = check_step(POST_STEPS, post.state, POST_STATE_AFTER[end], thing=f"post {post.id}")
    return replace(post, state=wanted, urn=urn or post.urn, note=note)


def _require_no_comment(post: Post, before: list[PostAttempt]) -> None:
    tried = [one for one in before if one.end is not AttemptEnd.RELEASED]
    if post.state is not PostState.PUBLISHED or tried:
        raise ForbiddenTransition(
            "its first comment is not to be placed now",
            thing=f"post {post.id}",
            remedy="A comment is placed once, below a published post.",
        )


def _attempts(
    connection: sa.Connection, post: str, condition: sa.ColumnElement[bool] | None = None
) -> tuple[PostAttempt, ...]:
    query = sa.select(post_attempts).where(post_attempts.c.post == post)
    if condition is not None:
        query = query.where(condition)
    rows = connection.execute(query.order_by(post_attempts.c.begun, post_attempts.c.number))
    return tuple(_attempt(row) for row in rows)


def _is(attempt: PostAttempt) -> sa.ColumnElement[bool]:
    return sa.and_(
        post_attempts.c.post == attempt.post,
        post_attempts.c.step == attempt.step.value,
        post_attempts.c.number == attempt.number,
    )


def _row(attempt: PostAttempt) -> dict[str, object]:
    return {
        "post": attempt.post,
        "step": attempt.step.value,
        "number": attempt.number,
        "begun": attempt.begun,
        "end": attempt.end.value,
        "urn": attempt.urn,
        "note": attempt.note,
    }


def _attempt(row: sa.Row[tuple[object, ...]]) -> PostAttempt:
    return PostAttempt(
        row.post,
        AttemptStep(row.step),
        row.number,
        row.begun,
        row.handed_over,
        row.ended,
        AttemptEnd(row.end),
        row.urn,
        row.note,
    )
