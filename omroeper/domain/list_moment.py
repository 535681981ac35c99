"""Moments as the exports of mailing programs write them."""

import re
from datetime import UTC, datetime

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_GO = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? ([+-]\d{4}) \S+")
_DUTCH = ("%d-%m-%Y", "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S")


def moment_of(text: str, now: datetime) -> datetime | None:
    """The past moment a text names, in UTC unless it says otherwise; None when it names none.

    ISO 8601, the Dutch 31-12-2024 14:05, or as Go writes a time (listmonk): `… +0000 UTC`.
    """
    read = _read(text.strip())
    if read is None:
        return None
    try:
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware if EARLIEST <= aware <= now else None
    except OverflowError:
        return None


def _read(text: str) -> datetime | None:
    go = _GO.fullmatch(text)
    plain = f"{go[1]}{go[2]}" if go else text
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        return next((found for form in _DUTCH if (found := _by_form(plain, form))), None)


def _by_form(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the caller adds the zone
    except ValueError:
        return None
