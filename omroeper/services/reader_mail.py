"""Reader mail: what readers asked for, written and handed over, each at most once."""

from collections.abc import Callable

from omroeper.domain.letter import Letter
from omroeper.domain.reader_mail import (
    MAX_ATTEMPTS,
    RETRY_AFTER,
    ReaderMail,
    ReaderMailState,
)
from omroeper.domain.team import Person
from omroeper.ports import Clock, Correspondent, ReaderMailStore

AT_ONCE = 20
"""How many mails are claimed together."""

Written = tuple[Correspondent, Person, Letter]
"""Who writes, to whom, and what."""


def send_reader_mails(
    store: ReaderMailStore, clock: Clock, written: Callable[[ReaderMail], Written | None]
) -> int:
    """Send all that waits and is due; gives how many went out.

    `written` gives None for a mail that nobody needs any more: its reader or request is gone.
    """
    sent = 0
    while claimed := store.claim_reader_mails(AT_ONCE, clock.now()):
        for mail in claimed:
            sent += _send(store, clock, mail, written(mail))
    return sent


def _send(store: ReaderMailStore, clock: Clock, mail: ReaderMail, written: Written | None) -> bool:
    now = clock.now()
    if written is None:
        store.settle_reader_mail(mail.id, ReaderMailState.GIVEN_UP, now, not_before=now)
        return False
    correspondent, person, letter = written
    done = correspondent.write(person, letter, now)
    again = ReaderMailState.WAITING if mail.attempts < MAX_ATTEMPTS else ReaderMailState.GIVEN_UP
    store.settle_reader_mail(
        mail.id, ReaderMailState.SENT if done else again, now, not_before=now + RETRY_AFTER
    )
    return done
