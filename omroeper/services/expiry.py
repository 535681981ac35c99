"""Warn of what ends: the operator hears of each 30, 14 and 3 days ahead, once each."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from omroeper.domain.expiry import Expiring, warning_due
from omroeper.domain.letter import Letter
from omroeper.domain.reminding import OPERATOR, Reminder, ReminderKind
from omroeper.ports import Notifier, ReminderStore
from omroeper.rendering import dutch

_TOLD = Reminder(ReminderKind.DUE, OPERATOR)


def warn_of_expiry(
    expiring: Sequence[Expiring],
    store: ReminderStore,
    notifier: Notifier,
    at: datetime,
    zone: tzinfo,
) -> tuple[tuple[Expiring, bool], ...]:
    """Send every warning that is due; gives each with whether it was told. What was not is told
    next time. A new end (a renewed token) has warnings of its own."""
    today = at.astimezone(zone).date()
    told = []
    for one in expiring:
        days = warning_due(one, today)
        thing = f"{one.key} {one.ends}"
        if days is None or _TOLD in store.reminders(thing, days):
            continue
        through = notifier.notify(expiry_notice(one, one.days_left(today)), at)
        if through:
            store.save_reminder(thing, days, _TOLD, at)
        told.append((one, through))
    return tuple(told)


def expiry_notice(one: Expiring, left: int) -> Letter:
    """The message to the operator (Dutch)."""
    day = dutch.day_text(one.ends)
    if left <= 0:
        subject, said = f"{one.what} is verlopen", f"{one.what} is op {day} verlopen."
    else:
        days = "1 dag" if left == 1 else f"{left} dagen"
        subject, said = f"{one.what} verloopt over {days}", f"{one.what} verloopt op {day}."
    after = "Zonder dat gaat er niets meer naar LinkedIn en komen er geen cijfers vandaan."
    return Letter(f"Omroeper: {subject}", f"{said}\n\n{one.remedy} {after}\n")
