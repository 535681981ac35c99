"""Remind: whoever is to decide on an edition that waits, then the deputies; silence never sends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, Edition, EditionState
from omroeper.domain.reminding import (
    OPERATOR,
    IsWorkDay,
    Reminder,
    Waiting,
    due_reminders,
    is_weekday,
    working_day_before,
)
from omroeper.ports import Clock, Correspondent, Notifier, Store
from omroeper.rendering.notice import WaitingDraft, reminder_notice
from omroeper.services.review import REPLAYED

_WAITING = (EditionState.IN_REVIEW, EditionState.RETURNED)


@dataclass(frozen=True, slots=True)
class RemindingDesk:
    """All that reminding needs. `run_url` gives the address of a run that waits with its form, and
    nothing for one that waits no longer."""

    deciders: Callable[[Edition], Deciders]
    correspondent: Correspondent
    notifier: Notifier
    run_url: Callable[[str], str]
    zone: tzinfo
    is_work_day: IsWorkDay = field(default=is_weekday)


def remind(
    desk: RemindingDesk, store: Store, clock: Clock
) -> tuple[tuple[str, Reminder, bool], ...]:
    """Send every reminder that is due; gives edition, reminder, and whether it got through.

    One that did not get through is tried again in the next round. It is recorded after it was
    handed over: a crash in between reminds twice rather than never.
    """
    now, told = clock.now(), []
    for edition, state in store.editions():
        draft = store.draft(edition) if state in _WAITING else None
        if draft is None or now - draft.edition.send_at > REPLAYED:
            continue
        for reminder, through in _remind_of(desk, store, draft, state, now):
            told.append((edition, reminder, through))
    return tuple(told)


def _remind_of(
    desk: RemindingDesk, store: Store, draft: Draft, state: EditionState, now: datetime
) -> Iterator[tuple[Reminder, bool]]:
    edition = draft.edition
    deciders = desk.deciders(edition)
    waiting = waiting_of(store, edition, deciders, desk.zone, desk.is_work_day)
    sent = store.reminders(edition.id, edition.version)
    due = due_reminders(waiting, sent, now, desk.zone, desk.is_work_day)
    if not due:
        return
    findings = store.findings(edition.id, edition.version)
    url = desk.run_url(store.maker(edition.id).partition(":")[0])
    shown = WaitingDraft(waiting, edition, state, findings, url)
    for reminder in due:
        through = _tell(desk, deciders, reminder, shown, now)
        if through:
            store.save_reminder(edition.id, edition.version, reminder, now)
        yield reminder, through


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


def _tell(
    desk: RemindingDesk, deciders: Deciders, reminder: Reminder, shown: WaitingDraft, now: datetime
) -> bool:
    person = deciders.team.get(reminder.person) if reminder.person != OPERATOR else None
    first = deciders.team.get(shown.waiting.asked[0]) if shown.waiting.asked else None
    notice = reminder_notice(
        reminder.kind,
        shown,
        name=person.name if person else "",
        editor=first.name if first else "De redactie",
        zone=desk.zone,
    )
    if person is None:
        return desk.notifier.notify(notice, now)
    return desk.correspondent.write(person, notice, now)
