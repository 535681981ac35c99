"""Reconcile posts: what a crash or a lost reply left open is settled by what stands on the page."""

from datetime import datetime, timedelta

from omroeper.domain.errors import ChannelError, ReplyLost
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_attempt import SKEW, AttemptEnd, AttemptStep, PostAttempt
from omroeper.ports import Clock, PublishingStore, SocialChannel
from omroeper.services.first_comment import is_to_come, place_first_comment, reconcile_comment

LOOKED_FOR = timedelta(hours=24)
"""How long what is unknown is looked for again each round; after that only a person settles it."""
_CRASHED = "the desk stopped during the call"
_FOUND = "gevonden op de pagina"


def settle_left(store: PublishingStore, channel: SocialChannel, clock: Clock) -> tuple[Post, ...]:
    """Settle what dead processes left, look again for what is unknown, and place missing comments.

    Gives the posts that changed.
    """
    now, done = clock.now(), []
    for attempt in store.unsettled_attempts():
        if attempt.is_left(now):
            done.append(_settle(store, channel, attempt, clock))
        elif attempt.end is AttemptEnd.UNKNOWN and now - _last(attempt) <= LOOKED_FOR:
            done += _look_again(store, channel, attempt, clock)
    for post in store.posts():
        commented = place_first_comment(store, channel, post, clock)
        if commented != post:
            done.append(commented)
    return tuple({post.id: post for post in done}.values())


def doubt_attempts(store: PublishingStore, at: datetime) -> tuple[str, ...]:
    """After a restore: attempts that were open, and comments to come, may have gone on since the
    backup, so they count as handed over and the page decides. Gives the posts, by id."""
    comments = [post.id for post in store.posts() if is_to_come(store, post)]
    begun = [store.begin_attempt(post, AttemptStep.COMMENT, at) for post in comments]
    left = [one for one in store.unsettled_attempts() if one.end is AttemptEnd.OPEN]
    doubted = [one for one in left if one in begun or one.handed_over is None]
    return tuple(one.post for one in doubted if store.hand_over_post(one, at))


def reconcile_post(
    store: PublishingStore,
    channel: SocialChannel,
    attempt: PostAttempt,
    why: str,
    clock: Clock,
) -> Post:
    """Look on the page once; what is not found there stays UNKNOWN and is never published again."""
    try:
        urn, told = _find(store, channel, attempt), "not found on the page"
    except (ChannelError, ReplyLost) as cause:
        urn, told = None, cause.sentence
    if urn is None:
        note = f"{why}; {told}"
        return store.end_attempt(attempt, AttemptEnd.UNKNOWN, clock.now(), note=note)
    return store.end_attempt(attempt, AttemptEnd.DONE, clock.now(), urn=urn, note=_FOUND)


def parent_urn(store: PublishingStore, post: Post) -> str:
    """Where the post stands that this one shows again or corrects; empty when there is none.

    Raises ChannelError when it is not on the page.
    """
    of = post.reshares or post.corrects
    if not of:
        return ""
    parent = store.post(of)
    if parent is None or parent.state is not PostState.PUBLISHED or not parent.urn:
        raise ChannelError(
            "the post that it shows again or corrects is not on the page",
            thing=of,
            remedy="Publish that one first, or take this one back.",
        )
    return parent.urn


def _settle(
    store: PublishingStore, channel: SocialChannel, attempt: PostAttempt, clock: Clock
) -> Post:
    if attempt.handed_over is None:
        return store.end_attempt(attempt, AttemptEnd.RELEASED, clock.now())
    if attempt.step is AttemptStep.COMMENT:
        return reconcile_comment(store, channel, attempt, _CRASHED, clock)
    return reconcile_post(store, channel, attempt, _CRASHED, clock)


def _look_again(
    store: PublishingStore, channel: SocialChannel, attempt: PostAttempt, clock: Clock
) -> list[Post]:
    """A post may show on the page only later; a channel that does not answer is asked next round."""
    try:
        urn = _find(store, channel, attempt)
    except (ChannelError, ReplyLost):
        return []
    if urn is None:
        return []
    return [store.end_attempt(attempt, AttemptEnd.DONE, clock.now(), urn=urn, note=_FOUND)]


def _find(store: PublishingStore, channel: SocialChannel, attempt: PostAttempt) -> str | None:
    """Look for it since its very first attempt: a later one may be refused because of that one."""
    post = store.post(attempt.post)
    if post is None:
        return None
    if attempt.step is AttemptStep.COMMENT:
        return channel.find_comment(post)
    first = min(one.begun for one in store.attempts(post.id) if one.step is AttemptStep.POST)
    return channel.find(post, since=first - SKEW, parent=parent_urn(store, post))


def _last(attempt: PostAttempt) -> datetime:
    return attempt.ended or attempt.handed_over or attempt.begun
