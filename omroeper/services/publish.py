"""Publish: LinkedIn posts from an approved edition, each at most once (promise 3)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from omroeper.domain.edition import Draft, Entry, Section
from omroeper.domain.errors import (
    ChannelError,
    ForbiddenTransition,
    NotApproved,
    NotFound,
    ReplyLost,
    WaitsForPerson,
)
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.post import Post, PostState
from omroeper.domain.utm import UtmNames
from omroeper.ports import Clock, PostStore, SocialChannel
from omroeper.rendering import dutch
from omroeper.rendering.phrases import Phrases

_USUAL = UtmNames()
TOO_LATE = timedelta(hours=24)
"""A post this much later than planned is not placed late: it expires."""


def propose_posts(
    draft: Draft,
    newsletter: Newsletter,
    phrases: Phrases,
    *,
    web_url: str,
    planned: datetime,
    utm: UtmNames = _USUAL,
) -> tuple[Post, ...]:
    """Posts from an edition: the edition itself, its lead story, and its first figure."""
    edition = draft.edition
    book = utm.in_posts(edition.id, newsletter.id)
    words, month = phrases.words, phrases.dates.month(edition.month.first_day)
    issue = words["post_issue"].format(
        name=newsletter.name, month=month, theme=edition.theme_title or edition.subject
    )

    def post(kind: str, programme: str, text: str, link: str, title: str, day: int) -> Post:
        return Post(
            id=f"{edition.id}-{kind}",
            edition=edition.id,
            programme=programme,
            text=text,
            link=book.target(link, kind) if link else "",
            link_title=title,
            planned=planned + timedelta(days=day),
            hashtags=newsletter.hashtags,
            state=PostState.IN_REVIEW,
        )

    posts = [
        post(
            "nieuwsbrief",
            newsletter.id,
            f"{issue}\n\n{first_sentences(edition.introduction, 2)}\n\n{words['post_read']}",
            f"{web_url}/archief/{edition.id}",
            edition.subject,
            0,
        )
    ]
    for entry in edition.section(Section.LEAD):
        posts.append(
            post(
                "uitgelicht",
                entry.item.programme,
                _story(entry),
                entry.item.link,
                entry.item.title,
                1,
            )
        )
    for figure in edition.figures[:1]:
        seen = figure.fact.observation
        text = f"{dutch.fact_sentence(figure.fact)}\n\nBron: {seen.edition}."
        label = figure.fact.definition.label
        posts.append(post("cijfer", newsletter.id, text, seen.source_url, label, 2))
    return tuple(posts)


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


def _story(entry: Entry) -> str:
    return f"{entry.item.title}\n\n{first_sentences(entry.item.text, 3)}"


def first_sentences(text: str, count: int) -> str:
    """The first sentences of a text, on one line each paragraph."""
    sentences = text.replace("\n\n", " ").split(". ")
    return ". ".join(sentences[:count]).rstrip(".") + "."


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
