"""Decide on LinkedIn posts: the same desk, the same people and the same warnings as an edition."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from omroeper.domain.deciding import Deciders
from omroeper.domain.errors import ApprovalRefused, Overtaken
from omroeper.domain.finding import Finding, blocking
from omroeper.domain.finding_kinds import found
from omroeper.domain.overruling import (
    Overruling,
    require_taken_on,
    taken_on,
    told_overrulings,
)
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import PostSurroundings, check_post, post_title
from omroeper.domain.post_ruling import PostDecision, PostRuling, PostsVerdict
from omroeper.domain.review import TAKEN_ON, AuditEntry
from omroeper.ports import Clock, Store
from omroeper.services.rectify import revisions_of, told_draft

Findings = Mapping[str, tuple[Finding, ...]]


def post_findings(
    store: Store, post: Post, around: PostSurroundings | None = None
) -> tuple[Finding, ...]:
    """All findings on a post, also whether its figure was revised since its edition was drafted."""
    draft = told_draft(store, post.edition) if post.id == f"{post.edition}-cijfer" else None
    state = store.state(post.edition) if draft is not None else None
    if draft is None or state is None:
        return check_post(post, around)
    told = {entry.fact.definition.label for entry in draft.edition.figures[:1]}
    revised = [one for one in revisions_of(store, draft, state) if one.label in told]
    remedy = "Plaats dit bericht niet; maak een nieuw."
    blocks = (found("herzien", post_title(post), f"{one.sentence}.", remedy) for one in revised)
    return (*blocks, *check_post(post, around))


def decide_posts(
    store: Store,
    clock: Clock,
    posts: Sequence[Post],
    verdict: PostsVerdict,
    deciders: Deciders,
    around: PostSurroundings | None = None,
) -> str:
    """Record each post's decision, all or none of a form; gives the name they stand under.

    Posts are judged at the moments of the form, beside each other. Raises ApprovalRefused (Dutch
    reason) before anything is recorded, and Overtaken when a colleague decided on one of them.
    """
    name, now = deciders.signed(verdict.by), clock.now()
    rulings = {ruling.post: ruling for ruling in verdict.rulings}
    moved = {one.id: replace(one, planned=rulings[one.id].moment(one, now)) for one in posts
             if one.id in rulings}  # fmt: skip
    waiting = [one for one in posts if _is_to_decide(one, rulings, name)]
    findings = _findings(store, moved, around, now)
    taken = taken_on((one for some in findings.values() for one in some), verdict.accepted)
    for post in waiting:
        if rulings[post.id].decision is PostDecision.APPROVE:
            _require_approvable(post, findings[post.id], taken, verdict, name, deciders)
    late = [
        one
        for one in waiting
        if not _decide(
            store, one, moved[one.id], rulings[one.id], verdict, name, findings, taken, now
        )
    ]
    if late:
        raise Overtaken(
            "Over deze berichten is al besloten: "
            + ", ".join(f"‘{post_title(post)}’" for post in late),
            remedy="Uw antwoord heeft daar niets aan veranderd.",
        )
    return name


def _findings(
    store: Store, moved: Mapping[str, Post], around: PostSurroundings | None, now: datetime
) -> Findings:
    beside = around or PostSurroundings()
    others = tuple(moved.get(other.id, other) for other in beside.others)
    judged = replace(beside, now=now, others=others)
    return {post.id: post_findings(store, post, judged) for post in moved.values()}


def _require_approvable(
    post: Post,
    findings: tuple[Finding, ...],
    taken: Sequence[Finding],
    verdict: PostsVerdict,
    name: str,
    deciders: Deciders,
) -> None:
    if post.state is not PostState.IN_REVIEW:
        return
    deciders.require_approver(name, writer=post.author, made="dit bericht")
    stops = blocking(findings)
    if stops:
        raise ApprovalRefused(
            f"‘{post_title(post)}’ kan zo niet worden geplaatst: "
            + "; ".join(one.reason.rstrip(".") for one in stops),
            remedy=stops[0].remedy,
        )
    require_taken_on(findings, taken, verdict.why)


def _decide(
    store: Store,
    post: Post,
    moved: Post,
    ruling: PostRuling,
    verdict: PostsVerdict,
    name: str,
    findings: Findings,
    taken: Sequence[Finding],
    at: datetime,
) -> bool:
    """Record one post's decision, whole; gives False when somebody was first."""
    decided = _decided(moved, ruling, name)
    if ruling.decision is PostDecision.MOVE:
        return store.rewrite_post(post, decided, _entries(post, decided, ruling, name, (), at))
    approved = ruling.decision is PostDecision.APPROVE
    mark, why = decided.approved_fingerprint, verdict.why.strip()
    overruled = tuple(
        Overruling(post.id, 0, mark, one.code, one.place, one.reason, why, name, at)
        for one in taken
        if approved and one in findings[post.id]
    )
    entries = _entries(post, decided, ruling, name, overruled, at)
    return store.decide_post(decided, entries, overruled)


def _decided(post: Post, ruling: PostRuling, name: str) -> Post:
    decision = ruling.decision
    if decision is PostDecision.APPROVE:
        return replace(
            post,
            state=PostState.APPROVED,
            approved_by=name,
            approved_fingerprint=post.fingerprint,
            note="",
        )
    by = name if decision is PostDecision.CANCEL else ""
    note = ruling.note if decision is not PostDecision.MOVE else post.note
    return replace(
        post, state=decision.leads_to, approved_by=by, approved_fingerprint="", note=note
    )


def _entries(
    post: Post,
    decided: Post,
    ruling: PostRuling,
    name: str,
    overruled: Sequence[Overruling],
    at: datetime,
) -> tuple[AuditEntry, ...]:
    thing, mark = post.edition or post.id, decided.approved_fingerprint
    moment = "" if decided.planned == post.planned else f"gepland op {decided.planned.isoformat()}"
    detail = ": ".join(part for part in (post.id, moment, ruling.note) if part)
    what = "moved" if ruling.decision is PostDecision.MOVE else decided.state
    entry = AuditEntry(
        at,
        name,
        f"post {what}",
        thing,
        detail,
        mark,
        before=f"‘{post_title(post)}’: {PostState.IN_REVIEW.dutch}",
        after=f"‘{post_title(post)}’: {decided.state.dutch}",
    )
    if not overruled:
        return (entry,)
    told = f"{post.id}: {told_overrulings(overruled)}"
    return (AuditEntry(at, name, TAKEN_ON, thing, told, mark), entry)


def _is_to_decide(post: Post, rulings: Mapping[str, PostRuling], name: str) -> bool:
    """Whether this form decides on it and did not do so before, as when it is sent twice."""
    ruling = rulings.get(post.id)
    if ruling is None or ruling.decision is PostDecision.LATER:
        return False
    if post.state is not ruling.decision.leads_to or post.state is PostState.IN_REVIEW:
        return True
    by_whom = post.note == ruling.note and not post.approved_by
    return not (post.approved_by == name or by_whom)
