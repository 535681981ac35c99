"""Publish: approved LinkedIn posts, each at most once (promise 3)."""

from collections.abc import Sequence
from contextlib import suppress

from omroeper.domain.errors import (
    ChannelError,
    ForbiddenTransition,
    NotApproved,
    NotFound,
    OmroeperError,
    ReplyLost,
    WaitsForPerson,
)
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_attempt import AttemptEnd, AttemptStep, PostAttempt, require_approved
from omroeper.ports import Clock, PostStore, PublishingStore, SocialChannel
from omroeper.services.first_comment import TOO_LATE, place_first_comment
from omroeper.services.reconcile_posts import parent_urn, reconcile_post, settle_left


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


def publish_post(
    store: PublishingStore, channel: SocialChannel, post_id: str, clock: Clock
) -> Post:
    """Publish one approved post, at most once, and then its first comment.

    The attempt is committed before anything is asked of the channel, and marked as handed over just
    before the post is created. A refusal ends in FAILED; a lost reply is looked up on the page once,
    and otherwise stays UNKNOWN for a person. Raises NotFound, NotApproved and ForbiddenTransition.
    """
    post = store.post(post_id)
    if post is None:
        raise NotFound("there is no such post", thing=post_id, remedy="Check the post's id.")
    require_approved(post)
    if clock.now() - post.planned > TOO_LATE:
        return store.move_post(post_id, PostState.EXPIRED, note="te laat om nog te plaatsen")
    attempt = store.begin_attempt(post_id, AttemptStep.POST, clock.now())
    done = _attempt(store, channel, post, attempt, clock)
    return place_first_comment(store, channel, done, clock)


def publish_due(store: PublishingStore, channel: SocialChannel, clock: Clock) -> tuple[Post, ...]:
    """Settle what a dead process left, then publish every approved post whose moment has come.

    What another process is at is left to it; what changed since its approval goes back to its
    author, and the others go on.
    """
    settled = settle_left(store, channel, clock)
    now, posts = clock.now(), store.posts()
    due = [post for post in posts if post.state is PostState.APPROVED and post.planned <= now]
    done: list[Post] = []
    for post in due:
        if _waits_for_parent(store, post) and now - post.planned <= TOO_LATE:
            continue
        try:
            done.append(publish_post(store, channel, post.id, clock))
        except NotApproved as changed:
            done.append(store.move_post(post.id, PostState.DRAFT, note=changed.sentence))
        except ForbiddenTransition:  # another process has it
            continue
    return (*settled, *done)


def _attempt(
    store: PublishingStore,
    channel: SocialChannel,
    post: Post,
    attempt: PostAttempt,
    clock: Clock,
) -> Post:
    try:
        parent = parent_urn(store, post)
        prepared = channel.prepare(post, parent)
    except OmroeperError as refusal:  # nothing was handed over, so nothing stands there
        return store.end_attempt(attempt, AttemptEnd.REFUSED, clock.now(), note=refusal.sentence)
    if not store.hand_over_post(attempt, clock.now()):
        return store.post(post.id) or post
    try:
        urn = channel.publish(post, prepared)
    except WaitsForPerson as waiting:
        return store.end_attempt(attempt, AttemptEnd.BY_HAND, clock.now(), note=waiting.sentence)
    except ChannelError as refusal:
        return store.end_attempt(attempt, AttemptEnd.REFUSED, clock.now(), note=refusal.sentence)
    except ReplyLost as lost:
        return reconcile_post(store, channel, attempt, lost.sentence, clock)
    return store.end_attempt(attempt, AttemptEnd.DONE, clock.now(), urn=urn)


def _waits_for_parent(store: PublishingStore, post: Post) -> bool:
    """Whether the post that it shows again or corrects may still come on the page."""
    parent = store.post(post.reshares or post.corrects) if post.reshares or post.corrects else None
    return parent is not None and parent.state in (
        PostState.APPROVED,
        PostState.PUBLISHING,
        PostState.WAITING,
        PostState.UNKNOWN,
    )
