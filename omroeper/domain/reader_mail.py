"""The mails that answer a reader's own request: confirm, welcome, a link, their data."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PER_DAY = 3
"""How many mails of one kind an address gets in a day, whoever asks for them."""
PER_HOUR = 600
"""How many mails of one kind everyone together gets in an hour: a flood from many networks stops there."""
RETRY_AFTER = timedelta(minutes=10)
MAX_ATTEMPTS = 5


class ReaderMailKind(StrEnum):
    """What is written. CONFIRM is about a sign-up, the others about a subscriber."""

    CONFIRM = "confirm"
    KNOWN = "known"
    WELCOME = "welcome"
    PREFERENCES = "preferences"
    DATA = "data"
    ERASE = "erase"


class ReaderMailState(StrEnum):
    """WAITING → CLAIMED (committed before the mail is handed over) → SENT or GIVEN_UP.

    CLAIMED goes back to WAITING only when the mail certainly did not go; what a crash leaves claimed
    is never sent again: the reader can ask once more.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    GIVEN_UP = "given_up"


READER_MAIL_STEPS: dict[ReaderMailState, frozenset[ReaderMailState]] = {
    ReaderMailState.WAITING: frozenset({ReaderMailState.CLAIMED}),
    ReaderMailState.CLAIMED: frozenset(
        {ReaderMailState.WAITING, ReaderMailState.SENT, ReaderMailState.GIVEN_UP}
    ),
}


@dataclass(frozen=True, slots=True)
class ReaderMail:
    """One mail to write; `thing` is the sign-up's id or the subscriber's key, never an address."""

    id: int
    kind: ReaderMailKind
    thing: str
    attempts: int = 0
