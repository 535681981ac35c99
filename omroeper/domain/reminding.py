"""Who is reminded of what waits for a decision, of what and when. Silence never decides anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

OPERATOR = "operator"
"""Who is told where the team names nobody, and when the send moment has passed."""
DEPUTY_AFTER = timedelta(hours=2)
"""How long each in turn has before the next deputy is asked."""


class ReminderKind(StrEnum):
    """What a reminder says: something waits, a working day is left, decide now, decide in the
    editor's place, and nothing went out."""

    WAITS = "waits"
    DAY_BEFORE = "day before"
    DUE = "due"
    DEPUTY = "deputy"
    PASSED = "passed"

    @property
    def dutch(self) -> str:
        """The kind in the editor's words."""
        return _KINDS_IN_DUTCH[self]


_KINDS_IN_DUTCH = {
    ReminderKind.WAITS: "wacht op een besluit",
    ReminderKind.DAY_BEFORE: "nog één werkdag",
    ReminderKind.DUE: "de tijd is om",
    ReminderKind.DEPUTY: "vervanger gevraagd",
    ReminderKind.PASSED: "er ging niets uit",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft or LinkedIn posts that wait. `asked` are the ids of who may approve, in the order they
    are asked.

    `since` it waits, it is to be decided before `review_by`, and would go out at `send_at` (aware).
    """

    thing: str
    version: int
    since: datetime
    review_by: datetime
    send_at: datetime
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder for one person, by id."""

    kind: ReminderKind
    person: str


Sent = Mapping[Reminder, datetime]
IsWorkDay = Callable[[date], bool]


def due_reminders(
    waiting: Waiting, sent: Sent, now: datetime, zone: tzinfo, is_work_day: IsWorkDay
) -> tuple[Reminder, ...]:
    """The reminders whose moment has come and that were not sent yet.

    A round that was missed is made up for by the latest reminder only. The deputies are asked one
    by one, each some hours after the one before was really reminded. Once the send moment has
    passed, everybody who was asked hears that nothing went out, and the operator too.
    """
    if now >= waiting.send_at:
        everybody = dict.fromkeys((*waiting.asked, OPERATOR))
        passed = (Reminder(ReminderKind.PASSED, person) for person in everybody)
        return tuple(one for one in passed if one not in sent)
    first, *deputies = waiting.asked or (OPERATOR,)
    found = _reached(waiting, first, now, zone, is_work_day)
    if found not in sent:
        return (found,)
    return _next_deputy(first, deputies, sent, now)


def posts_waiting(
    thing: str,
    version: int,
    *,
    since: datetime,
    planned: datetime,
    asked: tuple[str, ...],
    zone: tzinfo,
    is_work_day: IsWorkDay,
) -> Waiting:
    """LinkedIn posts of which the first is `planned`: to be decided a working day before.

    Posts that come in later than that leave the editor some hours, and then as many for a deputy: a
    post that is approved late is still placed.
    """
    review_by = max(working_day_before(planned, zone, is_work_day), since + DEPUTY_AFTER)
    gone_by = max(planned, review_by + 2 * DEPUTY_AFTER)
    return Waiting(thing, version, since, review_by, gone_by, asked)


def working_day_before(moment: datetime, zone: tzinfo, is_work_day: IsWorkDay) -> datetime:
    """The same clock time in the zone on the last working day before."""
    local = moment.astimezone(zone)
    day = local.date() - timedelta(days=1)
    while not is_work_day(day):
        day -= timedelta(days=1)
    clock = time(local.hour, local.minute, local.second)
    return datetime.combine(day, clock, tzinfo=zone)


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _reached(
    waiting: Waiting, first: str, now: datetime, zone: tzinfo, is_work_day: IsWorkDay
) -> Reminder:
    """The latest step that the first of those asked has come to."""
    day_before = working_day_before(waiting.review_by, zone, is_work_day)
    if now >= waiting.review_by:
        return Reminder(ReminderKind.DUE, first)
    if now >= day_before > waiting.since:
        return Reminder(ReminderKind.DAY_BEFORE, first)
    return Reminder(ReminderKind.WAITS, first)


def _next_deputy(
    first: str, deputies: list[str], sent: Sent, now: datetime
) -> tuple[Reminder, ...]:
    before = sent.get(Reminder(ReminderKind.DUE, first))
    for deputy in deputies:
        asked = Reminder(ReminderKind.DEPUTY, deputy)
        if before is None or (asked not in sent and now - before < DEPUTY_AFTER):
            return ()
        if asked not in sent:
            return (asked,)
        before = sent[asked]
    return ()
