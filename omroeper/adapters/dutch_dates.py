"""Days and moments as people and pages write them, Dutch order first."""

import re
from datetime import date, datetime, time, tzinfo

_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        "januari februari maart april mei juni juli augustus september oktober november december".split(),
        1,
    )
} | {"mrt": 3}
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})", re.IGNORECASE)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?!\d|[-/.]\d)")
_YEARS = range(2000, 2200)


def read_moment(given: object, zone: tzinfo) -> datetime | None:
    """An aware moment, of what a cell or an attribute holds; None for what is none.

    Reads ISO 8601, `15-10-2024`, `15/10/2024 10:00`, `dinsdag 15 oktober 2024, 10.00 uur`, and the
    dates of a spreadsheet. A day alone is its first moment; without a zone it is in `zone`.
    """
    if isinstance(given, datetime):
        found: datetime | None = given
    elif isinstance(given, date):
        found = datetime.combine(given, time())
    else:
        found = _iso(str(given or "").strip()) or _dutch(str(given or ""))
    if found is None or found.year not in _YEARS:
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _dutch(text: str) -> datetime | None:
    numbers, words = _NUMBERS.search(text), _WORDS.search(text)
    if numbers:
        day, month, year = (int(part) for part in numbers.groups())
    elif words and words[2].casefold() in _MONTHS:
        day, month, year = int(words[1]), _MONTHS[words[2].casefold()], int(words[3])
    else:
        return None
    found = numbers or words
    clock = _CLOCK.search(text, found.end()) if found else None
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the caller gives the zone
    except ValueError:
        return None
