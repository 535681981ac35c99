"""Publish: approved LinkedIn posts, each at most once (promise 3)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from omroeper.domain.errors import (
    ChannelError,
    ForbiddenTransition,
    NotApproved,
    NotFound,
    ReplyLost,
    WaitsForPerson,
)
from omroeper.domain.post import Post, PostState
from omroeper.ports import Clock, PostStore, SocialChannel

TOO_LATE = timedelta(hours=24)
"""A post this much later than planned is not placed late: it expires."""


def offer_posts(store: PostStore, proposed: Sequence[Post]) -> None:
    """Store proposals; one that was taken back with its edition comes to review with its new words."""
    store.save_posts(proposed)
    for post in proposed:
        known = store.post(post.id)
        if known is not None and known.state is PostState.DRAFT:
            store.move_post(
                post.id,
                PostState.IN_REVIEW,
                text=post.text,
                link=post.link,
                link_title=post.link_title,
                planned=post.planned,
                note="",
            )


def take_back_posts(store: PostStore, edition: str) -> None:
    """An edition that goes back to the editor takes its own posts along, approved ones too."""
    for post in store.posts(edition):
        own = post.id.startswith(f"{edition}-")
        if own and post.state in (PostState.IN_REVIEW, PostState.APPROVED):
            with suppress(ForbiddenTransition):  # it is being placed at this very moment
                store.move_post(
                    post.id,
                    PostState.DRAFT,
                    approved_by="",
                    approved_fingerprint="",
                    note="De editie is opnieuw in beoordeling.",
                )


def drop_figure_post(store: PostStore, edition: str) -> None:
    """Drop the post that tells a sent edition's figure, if it is still to be placed."""
    post = store.post(f"{edition}-cijfer")
    if post is not None and post.state in (PostState.IN_REVIEW, PostState.APPROVED):
        with suppress(ForbiddenTransition):
            store.move_post(post.id, PostState.CANCELLED, note="Het cijfer is herzien.")


def publish_post(store: PostStore, channel: SocialChannel, post_id: str, clock: Clock) -> Post:
    """Publish one approved post, at most once.

    PUBLISHING is committed before the call. A refusal ends in FAILED; a lost reply is looked up on
    the page once, and otherwise stays UNKNOWN for a person.
    """
    post = store.post(post_id)
    if post is None:
        raise NotFound("there is no such post", thing=post_id, remedy="Check the post's id.")
    if post.fingerprint != post.approved_fingerprint:
        raise NotApproved(
            "it is not approved as it stands", thing=post_id, remedy="Have an editor approve it."
        )
    if clock.now() - post.planned > TOO_LATE:
        return store.move_post(post_id, PostState.EXPIRED, note="te laat om nog te plaatsen")
    moved = store.move_post(post_id, PostState.PUBLISHING)
    try:
        urn = channel.publish(moved)
    except WaitsForPerson as waiting:
        return store.move_post(post_id, PostState.WAITING, note=waiting.sentence)
    except ChannelError as refusal:
        return store.move_post(post_id, PostState.FAILED, note=refusal.sentence)
    except ReplyLost as lost:
        return _reconcile(store, channel, moved, lost.sentence)
    return store.move_post(post_id, PostState.PUBLISHED, urn=urn)


def publish_due(store: PostStore, channel: SocialChannel, clock: Clock) -> tuple[Post, ...]:
    """Reconcile what a crash left, then publish every approved post whose moment has come."""
    now = clock.now()
    left = [p for p in store.posts() if p.state is PostState.PUBLISHING]
    done = [_reconcile(store, channel, p, "the desk stopped during the call") for p in left]
    due = [p for p in store.posts() if p.state is PostState.APPROVED and p.planned <= now]
    return (*done, *(publish_post(store, channel, post.id, clock) for post in due))


def _reconcile(store: PostStore, channel: SocialChannel, post: Post, why: str) -> Post:
    """Look on the page; what is not found there stays UNKNOWN and is never published again."""
    try:
        urn = channel.find(post)
    except (ChannelError, ReplyLost) as cause:
        return store.move_post(post.id, PostState.UNKNOWN, note=f"{why}; {cause.sentence}")
    if urn is None:
        return store.move_post(post.id, PostState.UNKNOWN, note=f"{why}; not found on the page")
    return store.move_post(post.id, PostState.PUBLISHED, urn=urn, note="gevonden op de pagina")
