"""Check approved posts once more just before they are placed; what blocks goes back to review."""

from dataclasses import dataclass, replace

from omroeper.domain.finding import Finding, blocking
from omroeper.domain.finding_kinds import found
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import PostSurroundings, post_title
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, Store
from omroeper.services.decide_posts import post_findings

HELD_BACK = "post held back"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that was approved and is back with the editor, and what stopped it."""

    post: Post
    approved_by: str
    findings: tuple[Finding, ...]

    @property
    def told(self) -> str:
        """Why (Dutch), on one line."""
        return "; ".join(f"{one.reason} {one.remedy}" for one in self.findings)


def hold_back_posts(store: Store, clock: Clock, around: PostSurroundings) -> tuple[HeldPost, ...]:
    """Judge every approved post that is due; those that may not go out are IN_REVIEW again.

    `around` holds the answers of links that were followed just now. A moment that is over does not
    hold it back: publishing lets it expire.
    """
    beside = replace(around, now=None)
    held = []
    for post in due_posts(store, clock):
        stops = (*_changed(post), *blocking(post_findings(store, post, beside)))
        if stops and _return(store, clock, post, stops):
            held.append(HeldPost(post, post.approved_by, stops))
    return tuple(held)


def due_posts(store: Store, clock: Clock) -> tuple[Post, ...]:
    """The approved posts whose moment has come."""
    now = clock.now()
    return tuple(
        one for one in store.posts() if one.state is PostState.APPROVED and one.planned <= now
    )


def _changed(post: Post) -> tuple[Finding, ...]:
    if post.fingerprint == post.approved_fingerprint:
        return ()
    reason = "Het bericht is na de goedkeuring gewijzigd."
    return (found("post-gewijzigd", post_title(post), reason, "Beoordeel het opnieuw."),)


def _return(store: Store, clock: Clock, post: Post, stops: tuple[Finding, ...]) -> bool:
    """Back to review through DRAFT, as the table has it; False when a colleague was first."""
    why = "; ".join(one.reason for one in stops)
    back = replace(
        post,
        state=PostState.DRAFT,
        approved_by="",
        approved_fingerprint="",
        note=f"Tegengehouden: {why}",
    )
    entry = AuditEntry(
        clock.now(),
        "omroeper",
        HELD_BACK,
        post.edition or post.id,
        f"{post.id}: {why}",
        post.approved_fingerprint,
        before=f"‘{post_title(post)}’: {post.state.dutch}",
        after=f"‘{post_title(post)}’: {PostState.IN_REVIEW.dutch}",
    )
    if not store.rewrite_post(post, back, (entry,)):
        return False
    return store.rewrite_post(back, replace(back, state=PostState.IN_REVIEW), ())
