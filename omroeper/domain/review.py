"""The editor's decision, and the rules of who may take it and over what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, EditionState
from omroeper.domain.errors import ApprovalRefused, NotApproved
from omroeper.domain.finding import Finding, blocking
from omroeper.domain.overruling import (
    Overruling,
    require_taken_on,
    taken_on,
    told_overrulings,
)


class Decision(StrEnum):
    """The three answers of the review form, in the editor's words."""

    APPROVE = "goedkeuren"
    CHANGES = "wijzigingen"
    REJECT = "afwijzen"

    @property
    def step(self) -> EditionState:
        """Where it takes the edition."""
        return _STEPS[self]


_STEPS = {
    Decision.APPROVE: EditionState.APPROVED,
    Decision.CHANGES: EditionState.RETURNED,
    Decision.REJECT: EditionState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the editor filled in: the decision, who takes it, and the warnings taken on.

    `accepted` are choices of `warning_choices`; one `why` covers them all.
    """

    decision: Decision
    by: str
    note: str = ""
    accepted: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved exactly what, and when (aware). Bound to the draft's fingerprint."""

    edition: str
    version: int
    fingerprint: str
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the append-only audit log; `detail` is Dutch, since editors read it in the report.

    `before` and `after` (Dutch) tell what it changed; `fingerprint` is that of what it is about.
    """

    at: datetime
    who: str
    what: str
    thing: str
    detail: str = ""
    fingerprint: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision as it is recorded, all of it or nothing: the step of the edition that still
    waits with this version, the approval if it is one, what was taken on, and the lines of the log.
    """

    edition: str
    version: int
    step: EditionState
    entries: tuple[AuditEntry, ...]
    approval: Approval | None = None
    overrulings: tuple[Overruling, ...] = ()


def approve(
    draft: Draft,
    findings: tuple[Finding, ...],
    verdict: Verdict,
    deciders: Deciders,
    at: datetime,
) -> Approval:
    """Approve a draft, or raise ApprovalRefused with the reason in Dutch for the editor."""
    name = deciders.signed(verdict.by)
    deciders.require_approver(name, writer=draft.edition.author)
    stops = blocking(findings)
    if stops:
        raise ApprovalRefused(
            "De editie heeft nog bevindingen die verzending blokkeren: "
            + "; ".join(finding.reason.rstrip(".") for finding in stops),
            remedy="Los ze op via ‘wijzigingen’ en keur het nieuwe concept goed.",
        )
    require_taken_on(findings, taken_on(findings, verdict.accepted), verdict.why)
    edition = draft.edition
    return Approval(edition.id, edition.version, draft.fingerprint, name, at, verdict.note)


def overrulings_of(
    draft: Draft, findings: tuple[Finding, ...], verdict: Verdict, name: str, at: datetime
) -> tuple[Overruling, ...]:
    """What the editor took on, kept also when changes are asked: the next draft remembers it."""
    edition, why = draft.edition, verdict.why.strip()
    return tuple(
        Overruling(
            edition.id, edition.version, draft.fingerprint,
            one.code, one.place, one.reason, why, name, at,
        )
        for one in taken_on(findings, verdict.accepted)
        if why
    )  # fmt: skip


DECIDED = {
    Decision.APPROVE: "approved",
    Decision.CHANGES: "changes asked",
    Decision.REJECT: "rejected",
}
"""How the audit log names each decision."""
TAKEN_ON = "warnings taken on"


def decision_entries(
    draft: Draft,
    verdict: Verdict,
    deciders: Deciders,
    taken: tuple[Overruling, ...],
    at: datetime,
) -> tuple[AuditEntry, ...]:
    """The lines of the log for one decision: what was taken on, then the decision itself."""
    edition, mark = draft.edition, draft.fingerprint
    place = deciders.in_place_of(verdict.by, writer=edition.author)
    notes = (verdict.note.strip(), f"In plaats van {place}." if place else "")
    decided = AuditEntry(
        at,
        verdict.by,
        DECIDED[verdict.decision],
        edition.id,
        " ".join(note for note in notes if note),
        mark,
        before=f"concept {edition.version}: {EditionState.IN_REVIEW.dutch}",
        after=f"concept {edition.version}: {verdict.decision.step.dutch}",
    )
    if not taken:
        return (decided,)
    told = told_overrulings(taken)
    return (AuditEntry(at, verdict.by, TAKEN_ON, edition.id, told, mark), decided)


def require_approval(
    approval: Approval | None, current_fingerprint: str, *, thing: str
) -> Approval:
    """Return the approval if it covers exactly this content, else raise NotApproved."""
    if approval is None:
        raise NotApproved("it has no approval", thing=thing, remedy="Have an editor review it.")
    if approval.fingerprint != current_fingerprint:
        raise NotApproved(
            f"it changed after {approval.by} approved version {approval.version}",
            thing=thing,
            remedy="Have an editor review the present version.",
        )
    return approval
