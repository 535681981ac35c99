"""The agenda: which events a reader is told about, and what happens when they move or are called off."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from omroeper.domain.item import CANCELLED, MOVED, WITHDRAWN, Item

Told = tuple[Item, str]
"""An event with the reason (Dutch) why it is in or out."""


def choose_agenda(
    events: Iterable[Item],
    *,
    send_at: datetime,
    days: int,
    most: int,
    announced: frozenset[str] = frozenset(),
) -> tuple[list[Told], list[Told]]:
    """The events from `send_at` until `days` later, at most `most`; what is chosen, what is not.

    One that was called off is told only when an earlier edition `announced` its key; one that its
    source no longer tells of is left to the editor. Of a series the first date that goes on stands.
    """
    chosen: list[Told] = []
    dropped: list[Told] = []
    told_series: set[str] = set()
    for event in events:
        called_off = CANCELLED in event.flags
        reason = _out(event, send_at, days)
        if not reason and called_off and event.key not in announced:
            reason = "Afgelast"
        if not reason and WITHDRAWN in event.flags:
            reason = "Staat niet meer in de bron: vraag of het doorgaat"
        if not reason and not called_off and event.series in told_series:
            reason = "Volgende keer van een reeks die al in de agenda staat"
        if not reason and len(chosen) >= most:
            reason = f"Geen plaats: al {most} bijeenkomsten"
        if reason:
            dropped.append((event, reason))
        elif called_off:
            told = replace(event, title=f"Gaat niet door: {event.title}")
            chosen.append((told, "Stond in een eerdere nieuwsbrief en is afgelast"))
        else:
            told_series |= {event.series} - {""}
            chosen.append((event, "Verplaatst" if MOVED in event.flags else "Binnenkort"))
    return chosen, dropped


def _out(event: Item, send_at: datetime, days: int) -> str:
    if event.starts is None or event.starts <= send_at:
        return "Al geweest als de mail uitgaat"
    if event.starts > send_at + timedelta(days=days):
        return f"Pas over meer dan {days} dagen"
    return ""
