"""Assemble: a month's draft from what is gathered, rendered, checked and stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from omroeper.domain.assembly import Material, assemble, window_of
from omroeper.domain.coverage import silence_findings
from omroeper.domain.edition import (
    Draft,
    Edition,
    EditionState,
    Edits,
    RenderedEdition,
    Section,
    fingerprint,
    readings,
)
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.finding import Finding, Level
from omroeper.domain.item import Item
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.review import AuditEntry
from omroeper.ports import Store
from omroeper.rendering.inputs import RenderInputs, inputs_text
from omroeper.services.check import check_draft
from omroeper.services.coverage import ledger_of
from omroeper.services.rectify import (
    offer,
    open_rectifications,
    told_draft,
    waiting_findings,
)

Render = Callable[[Edition], RenderedEdition]
EARLIER_EDITIONS = 4
"""How many editions back an event may have been announced."""
TOLD_EDITIONS = 2
"""How many editions back the same news is not told again."""


@dataclass(frozen=True, slots=True)
class DraftingDesk:
    """All that making a draft needs. `inputs` are what `render` renders from, kept to rebuild it.

    `weights` and `credits` are those of the sources: of two that tell the same, the weightier speaks.
    """

    newsroom: Newsroom
    render: Render
    zone: tzinfo
    author: str = "omroeper"
    inputs: RenderInputs | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[str, str] = field(default_factory=dict)


def build_draft(
    desk: DraftingDesk, store: Store, month: Month, edits: Edits, version: int
) -> tuple[Draft, tuple[Finding, ...]]:
    """Assemble, render and check a draft; nothing is stored."""
    newsroom = desk.newsroom
    window = window_of(newsroom, month, desk.zone, edits.send_at)
    announced = _announced(store)
    events = store.events_between(window.since, window.agenda_until)
    edition = assemble(
        newsroom=newsroom,
        month=month,
        material=Material(
            updates=store.updates_between(window.since, window.until),
            events=(*events, *_moved_far(store, announced, events)),
            observations=store.latest_observations(),
            announced=announced,
            told=_told(store, month),
            weights=desk.weights,
            credits=desk.credits,
        ),
        edits=edits,
        version=version,
        author=desk.author,
        zone=desk.zone,
    )
    edition, mended = offer(
        edition, open_rectifications(store, month), in_introduction=edits.introduction is None
    )
    rendered = desk.render(edition)
    audience = newsroom.segments[newsroom.newsletter.segment].definition
    mark = fingerprint(rendered, audience, edition.figures)
    ledger = ledger_of(store, newsroom.programmes, month.year, edition)
    silent = silence_findings(ledger, edition, after=newsroom.newsletter.rules.silent_after)
    waiting = waiting_findings(store, edition)
    found = (*_checked(edition, rendered), *waiting, *mended, *silent)
    return Draft(edition, rendered, audience, mark), found


def _checked(edition: Edition, rendered: RenderedEdition) -> tuple[Finding, ...]:
    """What the gate finds in the mail and in each of its variants; the same finding once."""
    found = [one for reading in readings(edition, rendered) for one in check_draft(*reading)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.level is not Level.BLOCKING))


def _announced(store: Store) -> dict[str, datetime]:
    """When the events in the agendas of the last editions that went out start, as told last."""
    went_out = (EditionState.SENDING, EditionState.SENT)
    last = [edition for edition, state in store.editions() if state in went_out][:EARLIER_EDITIONS]
    drafts = [draft for draft in map(store.draft, last) if draft is not None]
    return {
        entry.item.key: entry.item.starts
        for draft in reversed(drafts)
        for entry in draft.edition.section(Section.AGENDA)
        if entry.item.starts is not None
    }


def _moved_far(
    store: Store, announced: Mapping[str, datetime], events: Sequence[Item]
) -> tuple[Item, ...]:
    """Announced events that are now beyond what the agenda looks at, or were brought forward."""
    found = map(store.item, sorted(announced.keys() - {event.key for event in events}))
    return tuple(
        event for event in found if event is not None and event.starts != announced[event.key]
    )


def _told(store: Store, month: Month) -> dict[Item, Month]:
    """The items of the last editions before this month that were approved or sent."""
    decided = (EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)
    drafts = [told_draft(store, edition) for edition, state in store.editions() if state in decided]
    before = [one.edition for one in drafts if one is not None and one.edition.month < month]
    return {
        entry.item: edition.month
        for edition in before[:TOLD_EDITIONS]
        for entry in edition.entries
        if entry.section is not Section.AGENDA
    }


def draft_edition(
    desk: DraftingDesk,
    store: Store,
    month: Month,
    edits: Edits,
    *,
    made_by: str,
    may_replace: Callable[[str], bool],
    at: datetime,
    unread: Sequence[str] = (),
) -> tuple[Draft, tuple[Finding, ...]]:
    """Make the next draft of a month and put it IN_REVIEW; the same `made_by` makes it once.

    `unread` tells which of the desk's own files could not be read; the editor sees it.
    Raises ForbiddenTransition when the month is approved or sent, or when another maker still waits
    for a decision on its draft (`may_replace` is asked about it).
    """
    known = store.draft_made_by(made_by)
    if known is not None:
        return known, store.findings(known.edition.id, known.edition.version)
    edition_id = f"{desk.newsroom.newsletter.id}-{month}"
    _make_room(store, edition_id, made_by, may_replace)
    previous = store.draft(edition_id)
    version = previous.edition.version + 1 if previous else 1
    draft, found = build_draft(desk, store, month, edits, version)
    findings = (*found, *map(_unread, unread))
    if desk.inputs is not None:
        draft = replace(draft, inputs=store.keep_inputs(inputs_text(desk.inputs), at))
    store.save_draft(draft, findings, made_by=made_by, at=at)
    store.move(edition_id, EditionState.IN_REVIEW)
    detail = (
        f"concept {version}: {len(draft.edition.entries)} berichten, bevindingen: {len(findings)}"
    )
    store.audit(AuditEntry(at, desk.author, "drafted", edition_id, detail, draft.fingerprint))
    return draft, findings


def _unread(told: str) -> Finding:
    return Finding(
        Level.WARNING,
        "ongelezen",
        "Aangeleverde berichten",
        f"Dit is niet gelezen en staat dus niet in het concept: {told}",
        "Verbeter het bestand en kies ‘wijzigingen’ voor een nieuw concept.",
    )


def _make_room(
    store: Store, edition_id: str, made_by: str, may_replace: Callable[[str], bool]
) -> None:
    """Bring the edition back to DRAFT, if its state and whoever made the last draft allow it."""
    state = store.state(edition_id)
    if state is None or state is EditionState.DRAFT:
        return
    if state is EditionState.IN_REVIEW:
        _require_free(store, edition_id, made_by, may_replace)
        store.move(edition_id, EditionState.RETURNED)
        state = EditionState.RETURNED
    if state in (EditionState.RETURNED, EditionState.CANCELLED):
        store.move(edition_id, EditionState.DRAFT)
        return
    raise ForbiddenTransition(
        f"it is {state.value} already, so there is no new draft",
        thing=f"edition {edition_id}",
        remedy="Look it up in the archive, or cancel its campaign first.",
    )


def _require_free(
    store: Store, edition_id: str, made_by: str, may_replace: Callable[[str], bool]
) -> None:
    other = store.maker(edition_id).partition(":")[0]
    if other != made_by.partition(":")[0] and not may_replace(other):
        raise ForbiddenTransition(
            "another run already waits for a decision on it",
            thing=f"edition {edition_id}",
            remedy=f"Decide there (run {other}), or cancel that run first.",
        )
