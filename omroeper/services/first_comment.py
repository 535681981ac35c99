"""The first comment below a published post: at most once, by a record of its own.

A post whose comment failed stays published and says so.
"""

from datetime import timedelta

from omroeper.domain.errors import (
    ChannelError,
    ForbiddenTransition,
    ReplyLost,
    WaitsForPerson,
)
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_attempt import AttemptEnd, AttemptStep, PostAttempt
from omroeper.ports import Clock, PublishingStore, SocialChannel

TOO_LATE = timedelta(hours=24)
"""What is this much later than planned is not placed late: it expires."""
_NOT_PLACED = "Het eerste commentaar is niet geplaatst"
_UNKNOWN = "Het is onzeker of het eerste commentaar er staat"


def place_first_comment(
    store: PublishingStore, channel: SocialChannel, post: Post, clock: Clock
) -> Post:
    """Place the comment of a post that the channel published, unless it was tried; gives the post."""
    if not is_to_come(store, post):
        return post
    try:
        attempt = store.begin_attempt(post.id, AttemptStep.COMMENT, clock.now())
    except ForbiddenTransition:  # another process has it
        return post
    if clock.now() - post.planned > TOO_LATE:
        note = f"{_NOT_PLACED}: het bericht stond er te laat. Plaats het zelf."
        return store.end_attempt(attempt, AttemptEnd.EXPIRED, clock.now(), note=note)
    if not store.hand_over_post(attempt, clock.now()):
        return post
    return _comment(store, channel, post, attempt, clock)


def reconcile_comment(
    store: PublishingStore,
    channel: SocialChannel,
    attempt: PostAttempt,
    why: str,
    clock: Clock,
) -> Post:
    """Look below the post once; a comment that is not found is never placed again."""
    post, urn, told = store.post(attempt.post), None, "not found below the post"
    try:
        urn = channel.find_comment(post) if post is not None else None
    except (ChannelError, ReplyLost) as cause:
        told = cause.sentence
    if urn is None:
        note = f"{_UNKNOWN}: {why}; {told}"
        return store.end_attempt(attempt, AttemptEnd.UNKNOWN, clock.now(), note=note)
    note = "Het eerste commentaar is gevonden op de pagina."
    return store.end_attempt(attempt, AttemptEnd.DONE, clock.now(), urn=urn, note=note)


def is_to_come(store: PublishingStore, post: Post) -> bool:
    """Whether a comment is to be placed: the channel published the post, and nobody tried its comment."""
    if post.state is not PostState.PUBLISHED or not post.first_comment or not post.urn:
        return False
    attempts = store.attempts(post.id)
    tried = any(
        one.step is AttemptStep.COMMENT and one.end is not AttemptEnd.RELEASED for one in attempts
    )
    placed = (AttemptStep.POST, AttemptEnd.DONE)
    return not tried and any((one.step, one.end) == placed for one in attempts)


def _comment(
    store: PublishingStore,
    channel: SocialChannel,
    post: Post,
    attempt: PostAttempt,
    clock: Clock,
) -> Post:
    try:
        urn = channel.comment(post)
    except WaitsForPerson as waiting:
        note = f"{_NOT_PLACED}: {waiting.sentence}"
        return store.end_attempt(attempt, AttemptEnd.BY_HAND, clock.now(), note=note)
    except ChannelError as refusal:
        note = f"{_NOT_PLACED}: {refusal.sentence}"
        return store.end_attempt(attempt, AttemptEnd.REFUSED, clock.now(), note=note)
    except ReplyLost as lost:
        return reconcile_comment(store, channel, attempt, lost.sentence, clock)
    return store.end_attempt(attempt, AttemptEnd.DONE, clock.now(), urn=urn)
