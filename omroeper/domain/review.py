"""The editor's decision, and the rules of who may take it and over what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.edition import Draft
from omroeper.domain.errors import ApprovalRefused, NotApproved
from omroeper.domain.finding import Finding, blocking


class Decision(StrEnum):
    """The three answers of the review form, in the editor's words."""

    APPROVE = "goedkeuren"
    CHANGES = "wijzigingen"
    REJECT = "afwijzen"


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
    """One line of the append-only audit log; `detail` is Dutch, since editors read it in the report."""

    at: datetime
    who: str
    what: str
    thing: str
    detail: str = ""
    fingerprint: str = ""


def approve(
    draft: Draft,
    findings: tuple[Finding, ...],
    *,
    by: str,
    at: datetime,
    note: str,
    four_eyes: bool,
) -> Approval:
    """Approve a draft, or raise ApprovalRefused with the reason in Dutch for the editor."""
    name = by.strip()
    if not name:
        raise ApprovalRefused("Er is geen naam ingevuld", remedy="Vul uw eigen naam in.")
    makers = (draft.edition.author, draft.edition.guest_editor)
    if four_eyes and name.casefold() in [maker.strip().casefold() for maker in makers]:
        raise ApprovalRefused(
            f"{name} heeft deze editie gemaakt",
            remedy="Laat een collega de editie goedkeuren (vierogenprincipe).",
        )
    stops = blocking(findings)
    if stops:
        raise ApprovalRefused(
            "De editie heeft nog bevindingen die verzending blokkeren: "
            + "; ".join(finding.reason.rstrip(".") for finding in stops),
            remedy="Los ze op via ‘wijzigingen’ en keur het nieuwe concept goed.",
        )
    edition = draft.edition
    return Approval(edition.id, edition.version, draft.fingerprint, name, at, note)


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
