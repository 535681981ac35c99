"""Settle a post by name: an unknown one after looking at the page, or one that is to come off it."""

from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_address import post_urn
from omroeper.domain.post_attempt import AttemptEnd, AttemptStep, PostAttempt
from omroeper.domain.review import AuditEntry
from omroeper.domain.team import Team
from omroeper.ports import Clock, PublishingStore, SocialChannel
from omroeper.services.steer import signed


def settle_published(
    store: PublishingStore, team: Team, post_id: str, address: str, by: str, clock: Clock
) -> Post:
    """Somebody saw an unknown post on the page; its comment is placed next round, if in time."""
    return _settle(store, team, post_id, by, clock, AttemptEnd.DONE, post_urn(address))


def settle_not_published(
    store: PublishingStore, team: Team, post_id: str, by: str, clock: Clock
) -> Post:
    """Somebody looked and an unknown post is not on the page: it failed, and may be offered anew."""
    return _settle(store, team, post_id, by, clock, AttemptEnd.REFUSED, "")


def delete_post(
    store: PublishingStore,
    channel: SocialChannel,
    team: Team,
    post_id: str,
    by: str,
    clock: Clock,
) -> Post:
    """Take a published post off the page. A call that was cut off is simply done again.

    Raises InvalidValue when it is not on the page or only corrects another, and what the channel
    raises.
    """
    name, post = signed(by, team), _require(store, post_id)
    if post.state is not PostState.PUBLISHED or not post.urn:
        remedy = "Only a published post can be taken off the page."
        raise InvalidValue(f"it is {post.state}", thing=post_id, remedy=remedy)
    if post.corrects:
        remedy = f"Delete {post.corrects}, of which it is the text."
        raise InvalidValue("it only corrects another post", thing=post_id, remedy=remedy)
    channel.delete(post)
    entry = _entry(post, name, "post deleted", PostState.DELETED, clock, post.urn)
    return store.move_post_signed(post_id, PostState.DELETED, entry)


def _settle(
    store: PublishingStore,
    team: Team,
    post_id: str,
    by: str,
    clock: Clock,
    end: AttemptEnd,
    urn: str,
) -> Post:
    name, post = signed(by, team), _require(store, post_id)
    attempt = _unknown_attempt(store, post)
    after = PostState.PUBLISHED if end is AttemptEnd.DONE else PostState.FAILED
    entry = _entry(post, name, "post settled", after, clock, urn)
    note = f"{name} keek op de pagina"
    return store.end_attempt(attempt, end, clock.now(), urn=urn, note=note, entry=entry)


def _require(store: PublishingStore, post_id: str) -> Post:
    post = store.post(post_id)
    if post is None:
        raise NotFound("there is no such post", thing=post_id, remedy="Check the post's id.")
    return post


def _unknown_attempt(store: PublishingStore, post: Post) -> PostAttempt:
    for attempt in reversed(store.attempts(post.id)):
        if attempt.step is AttemptStep.POST and attempt.end is AttemptEnd.UNKNOWN:
            return attempt
    raise InvalidValue(
        f"it is {post.state}, so there is nothing to settle",
        thing=post.id,
        remedy="Only a post of which nobody knows whether it is on the page is settled.",
    )


def _entry(
    post: Post, by: str, what: str, after: PostState, clock: Clock, detail: str
) -> AuditEntry:
    return AuditEntry(
        clock.now(),
        by,
        what,
        post.edition or post.id,
        ": ".join(part for part in (post.id, detail) if part),
        post.approved_fingerprint,
        before=post.state.dutch,
        after=after.dutch,
    )
