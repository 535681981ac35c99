"""Contribute: what staff hand in becomes an item, or a LinkedIn post that waits for the editor."""

from dataclasses import replace
from datetime import datetime, timedelta

from omroeper.domain.contribution import Contribution, ContributionKind, EventChange
from omroeper.domain.errors import InvalidValue
from omroeper.domain.item import CANCELLED, Item, ItemKind, item_key
from omroeper.domain.matching import normal_title
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_slots import TO_DECIDE
from omroeper.domain.review import AuditEntry
from omroeper.domain.source import Reading
from omroeper.ports import Store

SOURCE = "bijdragen"
"""The source that contributions are stored under."""
LONGEST_AHEAD = timedelta(days=100 * 366)


def hand_in(store: Store, contribution: Contribution, *, run: str, at: datetime) -> Item | Post:
    """Store a contribution; the same run hands in once, whatever happens in between.

    Raises InvalidValue (Dutch) for a change of an event that was never handed in.
    """
    if contribution.kind is ContributionKind.POST:
        return _hand_in_post(store, _post(contribution, run, at), contribution, at)
    changes = contribution.change is not EventChange.NEW
    item = _changed(store, contribution, at) if changes else _item(contribution, run, at)
    saved = store.save_reading(SOURCE, Reading(items=(item,)), at)
    if saved.new or saved.revised:
        _record(store, contribution, item.key, at)
    return item


def _hand_in_post(store: Store, post: Post, given: Contribution, at: datetime) -> Post:
    """A new post; or new words for the one of the same programme and title that was sent back."""
    for known in store.posts():
        if known.origin == post.origin:
            return known
        asked = known.state is PostState.CHANGES_REQUESTED
        if asked and _same_title(known, post):
            rewritten = replace(post, id=known.id, note="Opnieuw aangeleverd.")
            entry = AuditEntry(at, given.by, "contributed", known.id, f"linkedin: {given.title}")
            if store.rewrite_post(known, rewritten, (entry,)):
                return rewritten
    if store.save_posts([post]):
        _record(store, given, post.id, at)
    return post


def _same_title(known: Post, post: Post) -> bool:
    titles = normal_title(known.link_title), normal_title(post.link_title)
    return known.programme == post.programme and titles[0] == titles[1]


def _changed(store: Store, given: Contribution, at: datetime) -> Item:
    """The event that was handed in before, moved or called off."""
    known = _known_event(store, given, at)
    if given.change is EventChange.OFF:
        return replace(known, flags=(*known.flags, CANCELLED), retrieved=at)
    return replace(
        known,
        starts=given.starts,
        ends=given.ends,
        place=given.place or known.place,
        text=given.text or known.text,
        link=given.link or known.link,
        quotes_consent=given.quotes_consent if given.text else known.quotes_consent,
        language=given.language if given.text else known.language,
        flags=tuple(flag for flag in known.flags if flag != CANCELLED),
        retrieved=at,
    )


def _known_event(store: Store, given: Contribution, at: datetime) -> Item:
    title = normal_title(given.title)
    found = [
        event
        for event in store.events_between(at, at + LONGEST_AHEAD)
        if event.source == SOURCE
        and event.programme == given.programme.id
        and normal_title(event.title) == title
    ]
    if given.change is EventChange.OFF and given.starts is not None:
        found = [event for event in found if event.starts == given.starts]
    if len(found) == 1:
        return found[0]
    name = f"‘{given.title}’ van {given.programme.name}"
    if not found:
        raise InvalidValue(
            f"Titel: we vinden geen bijeenkomst {name} die nog komt",
            remedy="Vul de titel precies zo in als de eerste keer, of kies ‘agenda’.",
        )
    raise InvalidValue(
        f"Titel: er staan {len(found)} bijeenkomsten {name} in de agenda",
        remedy="Kies ‘agenda afgelast’ met het begin van de oude, en lever de nieuwe apart aan.",
    )


def _record(store: Store, contribution: Contribution, thing: str, at: datetime) -> None:
    detail = f"{contribution.kind} {contribution.change}".strip() + f": {contribution.title}"
    if contribution.quotes_consent:
        detail += f" (toestemming voor citaten: {contribution.quotes_consent})"
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
        quotes_consent=contribution.quotes_consent,
        language=contribution.language,
    )


def _post(contribution: Contribution, run: str, at: datetime) -> Post:
    planned = contribution.starts or at + TO_DECIDE
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
        language=contribution.language,
        origin=f"bijdrage/{run}",
    )
