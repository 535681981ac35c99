"""The gate: what a draft must pass before its review, and again before it goes out.

Before the review the editor sees every finding. Before the sending only a new blocking one counts:
warnings were known when the edition was approved.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from omroeper.domain.edition import Draft, Edition, EditionState, RenderedEdition, Section
from omroeper.domain.errors import NotApproved
from omroeper.domain.finding import Finding, blocking
from omroeper.domain.item import Item
from omroeper.domain.links import LinkBook
from omroeper.domain.month import Month
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, EditionStore, Store
from omroeper.rendering.dutch import month_text
from omroeper.rendering.inputs import RenderInputs, inputs_from
from omroeper.services.check import Circumstances, check_draft
from omroeper.services.publish import take_back_posts
from omroeper.services.rectify import told_draft
from omroeper.services.send import cancel_unstarted

HELD_BACK = "held back at the gate"
TOLD_EDITIONS = 2
"""How many editions back a story that is told again is a repetition."""
_DECIDED = (EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate asks of the world outside; what is None is not asked."""


class HeldBack(NotApproved):
    """An approved edition that may not go out after all, with the findings that stop it."""

    def __init__(self, edition: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        told = "; ".join(f"{one.place}: {one.reason}" for one in findings)
        super().__init__(
            f"the gate found what blocks it: {told}",
            thing=f"edition {edition}",
            remedy="Make a new draft without it and have that approved.",
        )


def gate_findings(
    gate: Gate,
    store: EditionStore,
    edition: Edition,
    rendered: RenderedEdition,
    inputs: RenderInputs | None,
) -> tuple[Finding, ...]:
    """Every finding on a rendered edition; `inputs` are what it was rendered from."""
    del gate
    return check_draft(edition, rendered, circumstances(store, edition, inputs))


def hold_back_or_pass(gate: Gate, store: Store, clock: Clock, draft: Draft) -> None:
    """Check an approved draft again before any of it goes out.

    With a blocking finding its approval is void, its campaign cancelled and its posts taken back; it
    is RETURNED to the editor, the audit log says why, and HeldBack is raised.
    """
    edition = draft.edition
    kept = store.kept_inputs(draft.inputs)
    inputs = inputs_from(kept) if kept else None
    stops = blocking(gate_findings(gate, store, edition, draft.rendered, inputs))
    if not stops:
        return
    now = clock.now()
    store.move(edition.id, EditionState.RETURNED)
    store.void_approval(edition.id)
    cancel_unstarted(store, edition.id, now)
    take_back_posts(store, edition.id)
    detail = "Tegengehouden vlak voor het verzenden: " + "; ".join(
        f"{one.place}: {one.reason} {one.remedy}" for one in stops
    )
    store.audit(AuditEntry(now, "omroeper", HELD_BACK, edition.id, detail, draft.fingerprint))
    raise HeldBack(edition.id, stops)


def circumstances(
    store: EditionStore, edition: Edition, inputs: RenderInputs | None
) -> Circumstances:
    """What the checks need of the desk: its addresses and links, and what earlier editions told."""
    earlier = _earlier(store, edition)
    last = earlier[0] if earlier else None
    return Circumstances(
        web_url=inputs.web_url if inputs else "",
        links=LinkBook(edition.id, inputs.newsletter.id, inputs.counter) if inputs else None,
        earlier_subject=(month_text(last.month.first_day), last.subject) if last else ("", ""),
        told=_told(earlier),
    )


def _earlier(store: EditionStore, edition: Edition) -> list[Edition]:
    """The editions of the same newsletter before this one that were approved or sent, newest first."""
    drafts = [told_draft(store, one) for one, state in store.editions() if state in _DECIDED]
    found = [draft.edition for draft in drafts if draft is not None]
    mine = [e for e in found if e.newsletter == edition.newsletter and e.month < edition.month]
    return sorted(mine, key=lambda one: one.month, reverse=True)[:TOLD_EDITIONS]


def _told(earlier: list[Edition]) -> Mapping[Item, Month]:
    return {
        entry.item: edition.month
        for edition in reversed(earlier)
        for entry in edition.entries
        if entry.section is not Section.AGENDA
    }
