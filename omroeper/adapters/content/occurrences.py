"""The dates of an event that a file in content/updates writes down once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from pydantic import Field

from omroeper.adapters.content.documents import Document, Parsed
from omroeper.domain.item import CANCELLED, MOVED, Item, item_key
from omroeper.domain.recurrence import Every, days_of

MOST_DAYS = 3 * 366
"""How long a series may last; a longer one has its rule mended or renewed by hand."""

Moment = Callable[[date | datetime], datetime]


class Repeats(Document):
    """`except` are days that do not go on, `moved` days that were moved, with where to."""

    every: Every
    until: date
    off: tuple[date, ...] = Field(default=(), alias="except")
    moved: dict[date, datetime | date] = Field(default_factory=dict)


def check_repeats(starts: date, repeats: Repeats, parsed: Parsed) -> None:
    """Raise ContentError for a series that ends before it starts, lasts for ever, or lacks a day."""
    if repeats.until < starts:
        raise parsed.error(
            ("repeats", "until"), "it ends before the first time", "Swap or mend the two."
        )
    if (repeats.until - starts).days > MOST_DAYS:
        raise parsed.error(
            ("repeats", "until"), "it lasts longer than three years", "Choose a nearer day."
        )
    for moved_to in repeats.moved.values():
        require_dutch_clock(moved_to, ("repeats", "moved"), parsed)
    days = set(days_of(starts, repeats.every, repeats.until))
    for field, named in (("except", repeats.off), ("moved", tuple(repeats.moved))):
        other = next((day for day in named if day not in days), None)
        if other is not None:
            raise parsed.error(
                ("repeats", field),
                f"{other} is not one of its days",
                f"Its first days are {', '.join(map(str, sorted(days)[:3]))}.",
            )


def require_dutch_clock(given: object, place: tuple[str, ...], parsed: Parsed) -> None:
    """Raise ContentError for a moment with a zone of its own: a series keeps the Dutch clock time."""
    if isinstance(given, datetime) and given.tzinfo is not None:
        told = "a series has the Dutch clock time, and this has another zone"
        raise parsed.error(place, told, "Write it as 2024-11-19 10:00.")


def occurrences(item: Item, stem: str, repeats: Repeats, moment: Moment) -> Iterator[Item]:
    """An item for each date; the clock time in the Netherlands stays, also over the clock changes."""
    if item.starts is None:
        return
    first, clock = item.starts.date(), item.starts.time()
    lasts = _local(item.ends) - _local(item.starts) if item.ends else None
    for day in days_of(first, repeats.every, repeats.until):
        starts = moment(_at(repeats.moved, day, clock))
        yield replace(
            item,
            key=item_key(item.source, f"{stem} {day}"),
            series=item_key(item.source, stem),
            starts=starts,
            ends=moment(_local(starts) + lasts) if lasts is not None else None,
            flags=(*item.flags, *_flags(day, repeats, item.flags)),
        )


def _at(moved: Mapping[date, datetime | date], day: date, clock: time) -> datetime:
    """The moment of a day; one that was moved without a time keeps its own."""
    given = moved.get(day, day)
    if isinstance(given, datetime) and given.time() != time():
        return given
    return datetime.combine(given, clock)


def _flags(day: date, repeats: Repeats, held: tuple[str, ...]) -> tuple[str, ...]:
    if day in repeats.off:
        return () if CANCELLED in held else (CANCELLED,)
    return (MOVED,) if day in repeats.moved else ()


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
