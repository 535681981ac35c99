"""Remind: whoever is to decide on an edition that waits, then the deputies; silence never sends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, Edition, EditionState
from omroeper.domain.letter import Letter
from omroeper.domain.reminding import (
    OPERATOR,
    IsWorkDay,
    Reminder,
    ReminderKind,
    Waiting,
    due_reminders,
    is_weekday,
    working_day_before,
)
from omroeper.ports import Clock, Correspondent, Notifier, Store
from omroeper.rendering.notice import WaitingDraft, reminder_notice
from omroeper.services.review import REPLAYED

Told = tuple[str, Reminder, bool]
"""What waits, the reminder, and whether it got through."""
LetterFor = Callable[[ReminderKind, str, str], Letter]
"""Words one reminder: its kind, the name of who reads it (empty: the operator), who was asked first."""
_WAITING = (EditionState.IN_REVIEW, EditionState.RETURNED)


@dataclass(frozen=True, slots=True)
class RemindingDesk:
    """All that reminding needs. `run_url` gives the address of a run that waits with its form, and
    nothing for one that waits no longer; `posts_url` that of the run which waits with the posts of
    an edition, or with one that was handed in."""

    deciders: Callable[[Edition | None], Deciders]
    correspondent: Correspondent
    notifier: Notifier
    run_url: Callable[[str], str]
    posts_url: Callable[[str, str], str]
    zone: tzinfo
    is_work_day: IsWorkDay = field(default=is_weekday)


def remind(desk: RemindingDesk, store: Store, clock: Clock) -> tuple[Told, ...]:
    """Send every reminder of a draft that is due."""
    now, told = clock.now(), list[Told]()
    for edition, state in store.editions():
        draft = store.draft(edition) if state in _WAITING else None
        if draft is not None and now - draft.edition.send_at <= REPLAYED:
            told += _remind_of(desk, store, draft, state, now)
    return tuple(told)


def _remind_of(
    desk: RemindingDesk, store: Store, draft: Draft, state: EditionState, now: datetime
) -> Iterator[Told]:
    edition = draft.edition
    deciders = desk.deciders(edition)
    waiting = waiting_of(store, edition, deciders, desk.zone, desk.is_work_day)

    def letter(kind: ReminderKind, name: str, editor: str) -> Letter:
        findings = store.findings(edition.id, edition.version)
        url = desk.run_url(store.maker(edition.id).partition(":")[0])
        shown = WaitingDraft(waiting, edition, state, findings, url)
        return reminder_notice(kind, shown, name=name, editor=editor, zone=desk.zone)

    yield from send_due(desk, store, deciders, waiting, letter, now)


def send_due(
    desk: RemindingDesk,
    store: Store,
    deciders: Deciders,
    waiting: Waiting,
    letter: LetterFor,
    now: datetime,
) -> Iterator[Told]:
    """Send what is due of one thing that waits.

    What did not get through is tried again in the next round. It is recorded after it was handed
    over: a crash in between reminds twice rather than never.
    """
    sent = store.reminders(waiting.thing, waiting.version)
    first = deciders.team.get(waiting.asked[0]) if waiting.asked else None
    editor = first.name if first else "De redactie"
    for reminder in due_reminders(waiting, sent, now, desk.zone, desk.is_work_day):
        person = deciders.team.get(reminder.person) if reminder.person != OPERATOR else None
        notice = letter(reminder.kind, person.name if person else "", editor)
        through = (
            desk.correspondent.write(person, notice, now)
            if person
            else desk.notifier.notify(notice, now)
        )
        if through:
            store.save_reminder(waiting.thing, waiting.version, reminder, now)
        yield waiting.thing, reminder, through


def waiting_of(
    store: Store, edition: Edition, deciders: Deciders, zone: tzinfo, is_work_day: IsWorkDay
) -> Waiting:
    """How an edition waits. Without a moment in the calendar it is to be decided a working day early."""
    theme = deciders.theme
    review_by = theme.review_by if theme is not None else None
    if review_by is None or review_by >= edition.send_at:
        review_by = working_day_before(edition.send_at, zone, is_work_day)
    return Waiting(
        edition.id,
        edition.version,
        store.drafted_at(edition.id, edition.version) or edition.send_at,
        review_by,
        edition.send_at,
        tuple(person.id for person in deciders.may_approve(edition.author)),
    )
