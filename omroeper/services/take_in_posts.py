"""Take in posts from files and sheets: twice adds nothing, and what changed is reviewed anew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import post_title
from omroeper.domain.post_reading import EDITABLE, Intake, PostReading, judge_reading, place_in
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, PostStore, Store

READER = "omroeper"
"""In whose name the log tells of what was read."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One post that reading did something to; `was` is as it was kept before."""

    intake: Intake
    post: Post
    was: Post | None = None

    @property
    def sentence(self) -> str:
        """What happened (Dutch)."""
        return f"‘{post_title(self.post)}’ ({place_in(self.post.origin)}): {self.intake.dutch}"


def take_in_posts(store: Store, reading: PostReading, clock: Clock) -> tuple[TakenIn, ...]:
    """Keep what was read; gives what changed. What a colleague changes meanwhile waits a round."""
    return (*_read(store, reading, clock), *_gone(store, reading, clock))


def to_review(taken: tuple[TakenIn, ...]) -> tuple[str, ...]:
    """The ids of posts that an editor is to look at because of it."""
    return tuple(one.post.id for one in taken if one.post.state is PostState.IN_REVIEW)


def _read(store: Store, reading: PostReading, clock: Clock) -> Iterator[TakenIn]:
    for given in reading.posts:
        known = store.post(given.id)
        intake, kept = judge_reading(known, given, clock.now())
        if known == kept:
            continue
        if known is None:
            if store.save_posts([kept]) and intake:
                store.audit(_entry(intake, kept, None, clock))
                yield TakenIn(intake, kept)
            continue
        entries = (_entry(intake, kept, known, clock),) if intake else ()
        if _rewrite(store, known, kept, entries) and intake:
            yield TakenIn(intake, kept, known)


def _rewrite(store: PostStore, known: Post, kept: Post, entries: tuple[AuditEntry, ...]) -> bool:
    """In one step, or through DRAFT where the table has no other way."""
    if known.state in EDITABLE or known.state is kept.state:
        return store.rewrite_post(known, kept, entries)
    taken_back = replace(kept, state=PostState.DRAFT)
    back = store.rewrite_post(known, taken_back, entries)
    return back and (kept == taken_back or store.rewrite_post(taken_back, kept, ()))


def _gone(store: Store, reading: PostReading, clock: Clock) -> Iterator[TakenIn]:
    """A post whose file or row was taken away is not placed any more."""
    if not reading.whole:
        return
    there = {post.id for post in reading.posts}
    for known in store.posts():
        ours = known.origin.startswith(f"{reading.place}/") and known.id not in there
        if ours and known.state in (*EDITABLE, PostState.APPROVED):
            if known.state is PostState.DRAFT:
                continue
            gone = replace(
                known,
                state=PostState.DRAFT,
                approved_by="",
                approved_fingerprint="",
                note="Weggehaald.",
            )
            if store.rewrite_post(known, gone, (_entry(Intake.GONE, gone, known, clock),)):
                yield TakenIn(Intake.GONE, gone, known)


def _entry(intake: Intake, post: Post, was: Post | None, clock: Clock) -> AuditEntry:
    return AuditEntry(
        clock.now(),
        READER,
        f"post {intake}",
        post.edition or post.id,
        f"{post.id}: {place_in(post.origin)}",
        before=f"‘{post_title(was)}’: {was.state.dutch}" if was else "",
        after=f"‘{post_title(post)}’: {post.state.dutch}",
    )
