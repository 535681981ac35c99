"""Contribute: what staff hand in becomes an item, or a LinkedIn post that waits for the editor."""

from datetime import datetime

from omroeper.domain.contribution import Contribution, ContributionKind
from omroeper.domain.item import Item, ItemKind, item_key
from omroeper.domain.post import Post, PostState
from omroeper.domain.review import AuditEntry
from omroeper.domain.source import Reading
from omroeper.ports import Store

SOURCE = "bijdragen"
"""The source that contributions are stored under."""


def hand_in(store: Store, contribution: Contribution, *, run: str, at: datetime) -> Item | Post:
    """Store a contribution; the same run hands in once, whatever happens in between."""
    if contribution.kind is ContributionKind.POST:
        post = _post(contribution, run, at)
        if store.save_posts([post]):
            _record(store, contribution, post.id, at)
        return post
    item = _item(contribution, run, at)
    if store.save_reading(SOURCE, Reading(items=(item,)), at).new:
        _record(store, contribution, item.key, at)
    return item


def _record(store: Store, contribution: Contribution, thing: str, at: datetime) -> None:
    detail = f"{contribution.kind}: {contribution.title}"
    store.audit(AuditEntry(at, contribution.by, "contributed", thing, detail))


def _item(contribution: Contribution, run: str, at: datetime) -> Item:
    event = contribution.kind is ContributionKind.EVENT
    return Item(
        key=item_key(SOURCE, f"run:{run}"),
        source=SOURCE,
        programme=contribution.programme.id,
        title=contribution.title,
        text=contribution.text,
        link=contribution.link,
        published=at,
        retrieved=at,
        kind=ItemKind.EVENT if event else ItemKind.UPDATE,
        starts=contribution.starts if event else None,
        ends=contribution.ends if event else None,
        place=contribution.place if event else "",
    )


def _post(contribution: Contribution, run: str, at: datetime) -> Post:
    planned = contribution.starts or at
    return Post(
        id=f"bijdrage-{item_key(SOURCE, f'run:{run}')}",
        edition="",
        programme=contribution.programme.id,
        text=f"{contribution.title}\n\n{contribution.text}",
        link=contribution.link,
        link_title=contribution.title,
        planned=max(planned, at),
        author=contribution.by,
        state=PostState.IN_REVIEW,
    )
