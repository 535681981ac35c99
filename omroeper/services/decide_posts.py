"""Decide on LinkedIn posts: the same desk, the same people and the same warnings as an edition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from omroeper.domain.deciding import Deciders
from omroeper.domain.errors import ApprovalRefused, Overtaken
from omroeper.domain.finding import Finding, Level, blocking
from omroeper.domain.overruling import (
    Overruling,
    require_taken_on,
    taken_on,
    told_overrulings,
)
from omroeper.domain.post import Post, PostState
from omroeper.domain.review import TAKEN_ON, AuditEntry
from omroeper.domain.text import unfinished
from omroeper.ports import Clock, Store
from omroeper.services.rectify import revisions_of, told_draft

MOST_CHARACTERS = 3000
FOLD = 140
"""Characters of the first line that LinkedIn shows before "see more"."""


@dataclass(frozen=True, slots=True)
class PostsVerdict:
    """What the editor filled in: which posts go out, who decides, and the warnings taken on.

    `accepted` are choices of `warning_choices` over the findings of all these posts.
    """

    publish: tuple[str, ...]
    by: str
    note: str = ""
    accepted: tuple[str, ...] = ()
    why: str = ""


def check_post(post: Post) -> tuple[Finding, ...]:
    """What a machine can see in a post before it is approved."""
    place = post_title(post)
    found = []
    if not post.text.strip():
        found.append(_block("leeg", place, "Het bericht is leeg.", "Schrijf een tekst."))
    if len(post.commentary) > MOST_CHARACTERS:
        found.append(
            _block("lang", place, "Het bericht is langer dan 3.000 tekens.", "Kort het in.")
        )
    if left := unfinished(post.commentary):
        reason = f"Er staat nog ‘{left}’ in."
        found.append(_block("onaf", place, reason, "Vul het in of haal het weg."))
    if post.link and urlsplit(post.link).scheme not in ("https", "http"):
        found.append(_block("link", place, "De link is geen webadres.", "Begin met https://."))
    if len(post.text.partition("\n")[0]) > FOLD:
        reason = "De eerste regel is langer dan wat LinkedIn direct laat zien."
        found.append(Finding(Level.WARNING, "vouw", place, reason, "Begin korter."))
    return tuple(found)


def post_findings(store: Store, post: Post) -> tuple[Finding, ...]:
    """All findings on a post, also whether its figure was revised since its edition was drafted."""
    draft = told_draft(store, post.edition) if post.id == f"{post.edition}-cijfer" else None
    state = store.state(post.edition) if draft is not None else None
    if draft is None or state is None:
        return check_post(post)
    told = {entry.fact.definition.label for entry in draft.edition.figures[:1]}
    revised = [one for one in revisions_of(store, draft, state) if one.label in told]
    blocks = (
        _block(
            "herzien",
            post_title(post),
            f"{one.sentence}.",
            "Plaats dit bericht niet; maak een nieuw.",
        )
        for one in revised
    )
    return (*check_post(post), *blocks)


def post_title(post: Post) -> str:
    """How a person names a post: its first line, bounded."""
    line = (post.text.strip() or post.id).splitlines()[0]
    return line if len(line) <= 60 else f"{line[:59]}…"


def decide_posts(
    store: Store, clock: Clock, posts: Sequence[Post], verdict: PostsVerdict, deciders: Deciders
) -> str:
    """Approve the chosen posts and cancel the others; gives the name it stands under.

    Raises ApprovalRefused (Dutch reason) before anything is recorded, and Overtaken when a
    colleague decided on one of them. A post whose moment passed while it waited goes out now.
    """
    name, now = deciders.signed(verdict.by), clock.now()
    waiting = [post for post in posts if not _already(post, verdict, name)]
    findings = {post.id: post_findings(store, post) for post in posts}
    shown = tuple(one for found in findings.values() for one in found)
    taken = taken_on(shown, verdict.accepted)
    for post in waiting:
        if post.id in verdict.publish and post.state is PostState.IN_REVIEW:
            deciders.require_approver(name, writer=post.author, made="dit bericht")
            _require_no_block(post, findings[post.id])
            require_taken_on(findings[post.id], taken, verdict.why)
    signed = replace(verdict, by=name)
    late = [one for one in waiting if not _decide(store, one, signed, findings, taken, now)]
    if late:
        raise Overtaken(
            "Over deze berichten is al besloten: "
            + ", ".join(f"‘{post_title(post)}’" for post in late),
            remedy="Uw antwoord heeft daar niets aan veranderd.",
        )
    return name


def _decide(
    store: Store,
    post: Post,
    verdict: PostsVerdict,
    findings: dict[str, tuple[Finding, ...]],
    taken: Sequence[Finding],
    at: datetime,
) -> bool:
    """Record one post's decision, whole; gives False when somebody was first."""
    chosen = post.id in verdict.publish
    wanted = PostState.APPROVED if chosen else PostState.CANCELLED
    mark = post.fingerprint if chosen else ""
    overruled = tuple(
        Overruling(
            post.id, 0, mark, one.code, one.place, one.reason, verdict.why.strip(), verdict.by, at
        )
        for one in taken
        if chosen and one in findings[post.id]
    )
    decided = replace(
        post,
        state=wanted,
        approved_by=verdict.by,
        approved_fingerprint=mark,
        planned=max(post.planned, at),
    )
    return store.decide_post(decided, _entries(decided, verdict, overruled, at), overruled)


def _entries(
    post: Post, verdict: PostsVerdict, overruled: Sequence[Overruling], at: datetime
) -> tuple[AuditEntry, ...]:
    thing, mark = post.edition or post.id, post.approved_fingerprint
    detail = ": ".join(part for part in (post.id, verdict.note.strip()) if part)
    decided = AuditEntry(
        at,
        verdict.by,
        f"post {post.state}",
        thing,
        detail,
        mark,
        before=f"‘{post_title(post)}’: {PostState.IN_REVIEW.dutch}",
        after=f"‘{post_title(post)}’: {post.state.dutch}",
    )
    if not overruled:
        return (decided,)
    told = f"{post.id}: {told_overrulings(overruled)}"
    return (AuditEntry(at, verdict.by, TAKEN_ON, thing, told, mark), decided)


def _already(post: Post, verdict: PostsVerdict, name: str) -> bool:
    """Whether just this was decided by just this person, as when a form is sent twice."""
    if post.state is PostState.IN_REVIEW or post.approved_by != name:
        return False
    return (post.id in verdict.publish) != (post.state is PostState.CANCELLED)


def _require_no_block(post: Post, findings: tuple[Finding, ...]) -> None:
    stops = blocking(findings)
    if stops:
        raise ApprovalRefused(
            f"‘{post_title(post)}’ kan zo niet worden geplaatst: "
            + "; ".join(one.reason.rstrip(".") for one in stops),
            remedy=stops[0].remedy,
        )


def _block(code: str, place: str, reason: str, remedy: str) -> Finding:
    return Finding(Level.BLOCKING, code, place, reason, remedy)
