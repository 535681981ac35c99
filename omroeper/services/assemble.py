"""Assemble: a month's draft from what is gathered, rendered, checked and stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from omroeper.domain.assembly import Material, assemble, window_of
from omroeper.domain.calendar_check import calendar_findings
from omroeper.domain.coverage import silence_findings
from omroeper.domain.edition import (
    Draft,
    Edition,
    EditionState,
    Edits,
    RenderedEdition,
    Section,
    fingerprint,
)
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.finding import Finding, Level
from omroeper.domain.issue import Issue
from omroeper.domain.item import Item
from omroeper.domain.logged_change import told_change
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.planning import HolidayOf
from omroeper.domain.preference import FADES_OVER, Choice, ChoiceKind, choices_in
from omroeper.domain.review import AuditEntry
from omroeper.domain.shortage import lacks_news
from omroeper.domain.theme_matching import ThemeMatcher
from omroeper.domain.word_forms import Stem
from omroeper.ports import Store
from omroeper.rendering.inputs import RenderInputs, inputs_text
from omroeper.services.carry_over import kept_edits
from omroeper.services.coverage import ledger_of, told_by_month
from omroeper.services.evergreens import offered_evergreens
from omroeper.services.gate import Gate, gate_findings
from omroeper.services.rectify import (
    offer,
    open_rectifications,
    waiting_findings,
)
from omroeper.services.told import editions_before

Render = Callable[[Edition], RenderedEdition]
Told = tuple[Edition, EditionState]
EARLIER_EDITIONS = 4
"""How many editions back an event may have been announced."""
TOLD_EDITIONS = 2
"""How many editions back the same news is not told again."""


@dataclass(frozen=True, slots=True)
class DraftingDesk:
    """All that making a draft needs. `inputs` are what `render` renders from, kept to rebuild it.

    `weights` and `credits` are those of the sources: of two that tell the same, the weightier speaks.
    `stem` finds the theme's terms in other forms; without one, words count as they are.
    """

    newsroom: Newsroom
    render: Render
    zone: tzinfo
    author: str = "omroeper"
    inputs: RenderInputs | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[str, str] = field(default_factory=dict)
    holiday_of: HolidayOf = lambda _: ""
    gate: Gate = field(default_factory=Gate)
    stem: Stem = str


def build_draft(
    desk: DraftingDesk, store: Store, issue: Issue, edits: Edits, version: int
) -> tuple[Draft, tuple[Finding, ...]]:
    """Assemble, render and check a draft; nothing is stored."""
    newsroom, theme = desk.newsroom, desk.newsroom.calendar.theme_of(issue)
    window = window_of(newsroom, issue, desk.zone, edits.send_at)
    newsletter = newsroom.newsletter.id
    told = store.told_editions(newsletter)
    announced = _announced(told)
    before = editions_before(told, issue, window.until)
    choices = store.editor_choices(newsletter, issue.month.plus(-FADES_OVER), issue.month)
    events = store.events_between(window.since, window.agenda_until)
    updates = store.updates_between(window.since, window.until)
    edition = assemble(
        newsroom=newsroom,
        issue=issue,
        material=Material(
            updates=tuple(filter(newsroom.concerns, updates)),
            events=(
                *filter(newsroom.concerns, events),
                *_moved_far(store, announced, events),
            ),
            observations=store.latest_observations(),
            announced=announced,
            told=_told(before),
            weights=desk.weights,
            credits=desk.credits,
            refused=_refused(store, choices),
            choices=choices,
            covered=told_by_month(before),
        ),
        edits=edits,
        version=version,
        author=desk.author,
        zone=desk.zone,
        stem=desk.stem,
    )
    edition, mended = offer(
        edition,
        open_rectifications(store, newsletter, issue, window.until),
        in_introduction=edits.introduction is None,
    )
    ledger = ledger_of(store, newsroom, issue.month.year, edition)
    if lacks_news(newsroom.newsletter, theme, edition.entries):
        matcher = ThemeMatcher(theme.terms if theme else (), desk.stem)
        offered = offered_evergreens(newsroom, matcher, ledger, before, edits, edition.send_at)
        edition = replace(edition, offered=offered)
    rendered = desk.render(edition)
    audience = newsroom.audience_definition
    mark = fingerprint(rendered, audience, edition.figures)
    silent = silence_findings(ledger, edition, after=newsroom.newsletter.rules.silent_after)
    waiting = waiting_findings(store, edition)
    days = calendar_findings(theme, edition.send_at, desk.zone, desk.holiday_of)
    checked = gate_findings(desk.gate, store, edition, rendered, desk.inputs)
    found = (*checked, *waiting, *mended, *silent, *days)
    return Draft(edition, rendered, audience, mark, edits=edits), found


def _announced(told: Sequence[Told]) -> dict[str, datetime]:
    """When the events in the agendas of the last editions that went out start, as told last."""
    went_out = (EditionState.SENDING, EditionState.SENT)
    out = [edition for edition, state in told if state in went_out]
    return {
        entry.item.key: entry.item.starts
        for edition in reversed(out[:EARLIER_EDITIONS])
        for entry in edition.section(Section.AGENDA)
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


def _told(before: Sequence[Edition]) -> dict[Item, Month]:
    """The items of the last editions; a special edition is one more beside the months' own."""
    told: dict[Item, Month] = {}
    own = 0
    for edition in before:
        if own == TOLD_EDITIONS:
            break
        told |= {e.item: edition.month for e in edition.entries if e.section is not Section.AGENDA}
        own += not edition.slug
    return told


def _refused(store: Store, choices: Sequence[Choice]) -> dict[Item, Month]:
    """The items that editors left out of earlier editions and did not take up since."""
    last = {choice.item: choice for choice in choices}
    found = [
        (store.item(key), choice.month)
        for key, choice in last.items()
        if choice.kind is ChoiceKind.DROPPED
    ]
    return {item: month for item, month in found if item is not None}


def draft_edition(
    desk: DraftingDesk,
    store: Store,
    issue: Issue,
    edits: Edits,
    *,
    made_by: str,
    may_replace: Callable[[str], bool],
    at: datetime,
    unread: Sequence[str] = (),
) -> tuple[Draft, tuple[Finding, ...]]:
    """Make the next draft of a month and put it IN_REVIEW; the same `made_by` makes it once.

    Without `edits` those of a draft that came back after its approval are taken over, with who wrote
    them. `unread` tells which of the desk's own files could not be read; the editor sees it.
    Raises ForbiddenTransition when the month is approved or sent, or when another maker still waits
    for a decision on its draft (`may_replace` is asked about it).
    """
    known = store.draft_made_by(made_by)
    if known is not None:
        return known, store.findings(known.edition.id, known.edition.version)
    edition_id = f"{desk.newsroom.newsletter.id}-{issue}"
    _make_room(store, edition_id, made_by, may_replace)
    previous = store.draft(edition_id)
    version = previous.edition.version + 1 if previous else 1
    kept = kept_edits(store, previous) if previous and edits == Edits() else Edits()
    writing = desk
    if previous and kept != Edits():
        edits, writing = kept, replace(desk, author=previous.edition.author)
    draft, found = build_draft(writing, store, issue, edits, version)
    findings = (*found, *map(_unread, unread))
    if desk.inputs is not None:
        draft = replace(draft, inputs=store.keep_inputs(inputs_text(desk.inputs), at))
    choices = choices_in(draft.edition, edits)
    store.save_draft(draft, findings, made_by=made_by, at=at, choices=choices)
    store.move(edition_id, EditionState.IN_REVIEW)
    detail = (
        f"concept {version}: {len(draft.edition.entries)} berichten, bevindingen: {len(findings)}"
        f"{f'; met wat in concept {version - 1} was aangepast' if kept != Edits() else ''}"
    )
    store.audit(
        AuditEntry(
            at, desk.author, "drafted", edition_id, detail, draft.fingerprint,
            *told_change(previous, draft),
        )
    )  # fmt: skip
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
