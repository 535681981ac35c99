"""The agenda: which events a reader is told about, and what happens when they move or are called off."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from omroeper.domain.item import CANCELLED, MOVED, WITHDRAWN, Item

Told = tuple[Item, str]
"""An event with the reason (Dutch) why it is in or out."""


def choose_agenda(
    events: Iterable[Item],
    *,
    send_at: datetime,
    days: int,
    most: int,
    announced: Mapping[str, datetime] | None = None,
    called_off: str = "Gaat niet door",
    moved: str = "Verplaatst",
    wanted: Collection[str] = (),
) -> tuple[list[Told], list[Told]]:
    """The events from `send_at` until `days` later, at most `most`; what is chosen, what is not.

    `announced` has the start of each event that earlier editions told about, by key: one that was
    called off or moved since is told again, others that were called off are not. One that its source
    no longer tells of is left to the editor. Of a series the first date that goes on stands. What an
    editor brought back (`wanted`, keys) is in whatever its date and number, unless `is_unusable`.
    `called_off` and `moved` stand before the title of what readers must know that of.
    """
    known = announced or {}
    chosen: list[Told] = []
    dropped: list[Told] = []
    told_series: set[str] = set()
    for event in events:
        told, why = _news_of(event, known, called_off, moved)
        reason = _out(event, send_at, days, moved=bool(why)) or _not_told(event, why)
        if not reason and not why and event.series in told_series:
            reason = "Volgende keer van een reeks die al in de agenda staat"
        if not reason and len(chosen) >= most:
            reason = f"Geen plaats: al {most} bijeenkomsten"
        if event.key in wanted and not is_unusable(event, send_at):
            reason, why = "", why or "De redactie wil dit toch opnemen"
        if reason:
            dropped.append((event, reason))
        else:
            if CANCELLED not in event.flags:
                told_series |= {event.series} - {""}
            chosen.append((told, why or _reason(event, send_at)))
    return chosen, dropped


def is_unusable(event: Item, send_at: datetime) -> bool:
    """Whether no editor can have it in the agenda: over by then, called off, or gone from its source."""
    return is_over(event, send_at) or CANCELLED in event.flags or WITHDRAWN in event.flags


def is_over(event: Item, moment: datetime) -> bool:
    """Whether an event has ended by then; without an end it ends when it starts, a whole day after it."""
    if event.starts is None:
        return True
    whole_day = event.starts.time() == time()
    last = event.ends or event.starts
    ends = last + timedelta(days=1) if whole_day and last.time() == time() else last
    return ends <= moment


def _news_of(
    event: Item, announced: Mapping[str, datetime], called_off: str, moved: str
) -> tuple[Item, str]:
    """What changed since it was announced: the event as readers are told it, and why; else as it is."""
    before = announced.get(event.key)
    if before is None:
        return event, ""
    if CANCELLED in event.flags:
        told = replace(event, title=f"{called_off}: {event.title}")
        return told, "Stond in een eerdere nieuwsbrief en is afgelast"
    if before != event.starts:
        told = replace(event, title=f"{moved}: {event.title}")
        return told, "Stond in een eerdere nieuwsbrief op een ander moment"
    return event, ""


def _not_told(event: Item, why: str) -> str:
    if CANCELLED in event.flags and not why:
        return "Afgelast"
    return "Staat niet meer in de bron: vraag of het doorgaat" if WITHDRAWN in event.flags else ""


def _reason(event: Item, send_at: datetime) -> str:
    if event.starts is not None and event.starts <= send_at:
        return "Is begonnen en duurt nog"
    return "Verplaatst" if MOVED in event.flags else "Binnenkort"


def _out(event: Item, send_at: datetime, days: int, *, moved: bool) -> str:
    if event.starts is None or is_over(event, send_at):
        return "Al geweest als de mail uitgaat"
    if event.starts > send_at + timedelta(days=days) and not moved:
        return f"Pas over meer dan {days} dagen"
    return ""
