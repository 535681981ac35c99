"""Remind of LinkedIn posts that wait: the same people in the same order as of a draft."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from omroeper.domain.letter import Letter
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import post_title
from omroeper.domain.reminding import ReminderKind, posts_waiting
from omroeper.ports import Clock, Store
from omroeper.rendering.posts_notice import WaitingPosts, posts_notice
from omroeper.services.decide_posts import post_findings
from omroeper.services.remind import RemindingDesk, Told, send_due
from omroeper.services.review import REPLAYED


def remind_of_posts(desk: RemindingDesk, store: Store, clock: Clock) -> tuple[Told, ...]:
    """Send every reminder that is due: of an edition's posts together, of one handed in by itself."""
    now = clock.now()
    waiting = [post for post in store.posts() if post.state is PostState.IN_REVIEW]
    return tuple(
        told
        for _, group in groupby(sorted(waiting, key=_together), key=_together)
        for told in _remind_of(desk, store, tuple(group), now)
    )


def _together(post: Post) -> str:
    return post.edition or post.id


def _remind_of(
    desk: RemindingDesk, store: Store, posts: Sequence[Post], now: datetime
) -> Iterator[Told]:
    thing = _together(posts[0])
    draft = store.draft(posts[0].edition) if posts[0].edition else None
    edition = draft.edition if draft else None
    if edition is not None and now - edition.send_at > REPLAYED:
        return
    deciders = desk.deciders(edition)
    planned = min(post.planned for post in posts)
    waiting = posts_waiting(
        f"linkedin {thing}",
        edition.version if edition else 0,
        since=_waits_since(store, posts[0]) or planned,
        planned=planned,
        asked=tuple(person.id for person in deciders.may_approve(posts[0].author)),
        zone=desk.zone,
        is_work_day=desk.is_work_day,
    )

    def letter(kind: ReminderKind, name: str, editor: str) -> Letter:
        titles = tuple((post_title(post), post.planned) for post in posts)
        findings = [one for post in posts for one in post_findings(store, post)]
        start = ("edition", thing) if edition else ("post", thing)
        shown = WaitingPosts(waiting, titles, findings, desk.posts_url(*start), start)
        return posts_notice(kind, shown, name=name, editor=editor, zone=desk.zone)

    yield from send_due(desk, store, deciders, waiting, letter, now)


def _waits_since(store: Store, post: Post) -> datetime | None:
    """An edition's posts since it was approved, one that was handed in since then."""
    if post.edition:
        approval = store.approval(post.edition)
        return approval.at if approval else None
    log = store.audit_log(post.id)
    return log[0].at if log else None
