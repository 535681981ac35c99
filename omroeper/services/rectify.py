"""Rectify: a revised figure reopens the review of what was approved, and mends what was sent.

Which editions used a figure is read from their stored drafts; what was done about a revision stands
in the audit log, so doing it again does nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from omroeper.domain.edition import Draft, Edition, EditionState, FigureEntry
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.figure import FigureObservation
from omroeper.domain.figure_change import UNTRUE, ChangeKind, change_between, newest_of_period
from omroeper.domain.finding import Finding, Level
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, EditionStore, FigureStore, Store
from omroeper.rendering import dutch
from omroeper.services.publish import drop_figure_post
from omroeper.services.reopen import reopen

REOPENED = "review reopened"
DRAFTED = "rectification drafted"
OUT = (EditionState.SENDING, EditionState.SENT)
_UNCHANGED = (None, ChangeKind.NEXT_PERIOD)
_CAUSES = {
    ChangeKind.REVISED: "heeft dit cijfer herzien",
    ChangeKind.CORRECTED: "heeft een fout in dit cijfer hersteld",
    ChangeKind.WITHDRAWN: "geeft dit cijfer niet meer",
    ChangeKind.DEFINITION_BREAK: "telt dit nu op een andere manier",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure as an edition used it, and as its source gives it now."""

    edition: str
    month: Month
    state: EditionState
    label: str
    before: FigureObservation
    after: FigureObservation
    kind: ChangeKind

    @property
    def key(self) -> str:
        """The same for the same change in the same edition; SHA-256."""
        said = (self.edition, self.after.figure, self.after.period, str(self.after.value),
                self.after.unit, self.after.qualifier, self.after.definition_version)  # fmt: skip
        return hashlib.sha256("|".join(said).encode()).hexdigest()

    @property
    def sentence(self) -> str:
        """What changed, in Dutch."""
        period = dutch.period_short(self.before.period)
        old, new = dutch.value_text(self.before), dutch.value_text(self.after)
        if self.kind is ChangeKind.STATUS:
            return f"‘{self.label}’ ({period}) is nu {self.after.status.value}"
        return f"‘{self.label}’ ({period}) is nu {new}; in de nieuwsbrief staat {old}"


def revisions_of(store: Store, draft: Draft, state: EditionState) -> tuple[Revision, ...]:
    """The figures of a draft that their source tells differently by now, for the same period.

    In what went out only an approved value counts, since a rectification states it. What is still
    to go out is stopped by a proposed one too, unless the draft told its editor of just that value.
    """
    return _revisions_in(store, draft.edition, state)


def _revisions_in(store: Store, edition: Edition, state: EditionState) -> tuple[Revision, ...]:
    found = []
    shown = () if state in OUT else store.findings(edition.id, edition.version)
    for entry, used in _used(edition.figures):
        label = entry.fact.definition.label
        newest = newest_of_period(used, store.approved_observations(used.figure))
        kind = change_between(used, newest)
        if kind in _UNCHANGED and state not in OUT:
            newest = newest_of_period(used, store.observations(used.figure))
            kind = change_between(used, newest)
            if kind not in UNTRUE or waiting_finding(label, newest) in shown:
                continue
        if kind is not None and kind not in _UNCHANGED:
            found.append(Revision(edition.id, edition.month, state, label, used, newest, kind))
    return tuple(found)


def waiting_findings(store: FigureStore, edition: Edition) -> tuple[Finding, ...]:
    """For the editor: the figures whose source gives another value that nobody approved yet."""
    found = {}
    for entry, used in _used(edition.figures):
        newest = newest_of_period(used, store.observations(used.figure))
        if change_between(used, newest) in UNTRUE:
            found[newest] = waiting_finding(entry.fact.definition.label, newest)
    return tuple(found.values())


def waiting_finding(label: str, waits: FigureObservation) -> Finding:
    """What the editor is told of one such value; the same words for the same value."""
    period = dutch.period_short(waits.period)
    return Finding(
        Level.WARNING,
        "wacht",
        label,
        f"De bron geeft over {period} nu {dutch.value_text(waits)}; niemand keurde dat nog goed.",
        f"Kijk of het klopt, en zo ja: `omroeper figures approve {waits.figure}`. "
        "Maak daarna via ‘wijzigingen’ een nieuw concept.",
    )


def settle_revisions(store: Store, clock: Clock) -> tuple[Revision, ...]:
    """Act on every revision of a figure that an approved or sent edition uses; gives the new ones.

    Approved: the approval is void, the campaign that waited is cancelled, the edition goes back to
    the editor with its posts. Sent, or on its way: a rectification is drafted for the next edition,
    and a post about the figure that was still to be placed is dropped.
    """
    settled: list[Revision] = []
    for edition, state in store.editions():
        draft = told_draft(store, edition)
        if draft is None or state not in (EditionState.APPROVED, *OUT):
            continue
        found = revisions_of(store, draft, state)
        if found and state is EditionState.APPROVED:
            settled += reopen_revised(store, clock, draft, found)
        elif state in OUT:
            settled += _draft_rectifications(store, clock, draft, found)
    return tuple(settled)


def told_draft(store: EditionStore, edition: str) -> Draft | None:
    """The draft that an approval stands for; without one the newest."""
    approval = store.approval(edition)
    return store.draft(edition, approval.version if approval else None)


def rectification_text(revision: Revision) -> str:
    """One Dutch paragraph for readers: what stood there, and what it is."""
    before, after = revision.before, revision.after
    month = dutch.month_text(revision.month.first_day)
    cause = f"De bron ({after.edition}) {_CAUSES[revision.kind]}."
    status = f" {dutch.status_text(after)}" if dutch.status_text(after) else ""
    told = f"Het juiste cijfer is {dutch.value_text(after)}{status}"
    if after.value is None:
        told = "Een ander cijfer geeft de bron niet"
    return (
        f"Rectificatie. In de nieuwsbrief van {month} stond bij ‘{revision.label}’ "
        f"({dutch.period_short(before.period)}): {dutch.value_text(before)}. {cause} "
        f"{told}{'' if told.endswith('.') else '.'}"
    )


def open_rectifications(
    store: Store, newsletter: str, issue: Issue, send_at: datetime
) -> tuple[Revision, ...]:
    """What a newsletter sent before this edition, was revised since, and no later one could mend yet."""
    found: list[Revision] = []
    for edition, state in store.told_editions(newsletter):
        if state not in OUT or not edition.comes_before(issue, send_at):
            continue
        log = store.audit_log(edition.id)
        drafted = {entry.fingerprint: entry for entry in log if entry.what == DRAFTED}
        for revision in _revisions_in(store, edition, state) if drafted else ():
            entry = drafted.get(revision.key)
            if revision.kind in UNTRUE and entry and not _offered(store, entry, edition):
                found.append(revision)
    return tuple(sorted(found, key=lambda revision: (revision.month, revision.after.figure)))


def offer(
    edition: Edition, revisions: tuple[Revision, ...], *, in_introduction: bool
) -> tuple[Edition, tuple[Finding, ...]]:
    """The edition with the rectifications at the end of its introduction, and findings about them.

    An introduction that an editor wrote is left as it is.
    """
    texts = [rectification_text(revision) for revision in revisions]
    findings = tuple(
        Finding(
            Level.WARNING,
            "rectificatie",
            f"Rectificatie bij {revision.edition}",
            f"{revision.sentence}.",
            "Deze tekst staat onder de inleiding; pas haar aan of haal haar weg via ‘wijzigingen’: "
            f"“{text}”",
        )
        for revision, text in zip(revisions, texts, strict=True)
    )
    if in_introduction and texts:
        introduction = "\n\n".join(part for part in (edition.introduction, *texts) if part)
        edition = replace(edition, introduction=introduction)
    return edition, findings


def _used(figures: tuple[FigureEntry, ...]) -> Iterator[tuple[FigureEntry, FigureObservation]]:
    for entry in figures:
        for seen in (entry.fact.observation, entry.fact.comparison):
            if seen is not None:
                yield entry, seen


def reopen_revised(
    store: Store, clock: Clock, draft: Draft, found: tuple[Revision, ...]
) -> tuple[Revision, ...]:
    """Take an approved edition back for its revised figures; gives those, none when it goes out."""
    why = "Cijfers herzien na de goedkeuring: " + "; ".join(one.sentence for one in found)
    try:
        reopen(store, draft, clock.now(), what=REOPENED, why=why)
    except ForbiddenTransition:  # its sending began just now: it is settled as one that goes out
        return ()
    return found


def _draft_rectifications(
    store: Store, clock: Clock, draft: Draft, found: tuple[Revision, ...]
) -> Iterator[Revision]:
    in_post = {seen.figure for _, seen in _used(draft.edition.figures[:1])}
    for revision in found:
        done = {e.fingerprint for e in store.audit_log(revision.edition) if e.what == DRAFTED}
        if revision.kind in UNTRUE and revision.key not in done:
            text = rectification_text(revision)
            entry = AuditEntry(
                clock.now(), "omroeper", DRAFTED, revision.edition, text, revision.key
            )
            if revision.before.figure in in_post:
                drop_figure_post(store, revision.edition)
            store.audit(entry)
            yield revision


def _offered(store: Store, entry: AuditEntry, edition: Edition) -> bool:
    """Whether an edition of the newsletter that went out since was drafted after the rectification was."""
    for other, state in store.editions(edition.newsletter):
        draft = told_draft(store, other) if other != edition.id and state in OUT else None
        if draft is not None and any(
            line.what == "drafted" and line.fingerprint == draft.fingerprint and line.at >= entry.at
            for line in store.audit_log(other)
        ):
            return True
    return False
