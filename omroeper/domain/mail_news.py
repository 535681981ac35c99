"""What a provider tells, afterwards, of the mail it took."""

from dataclasses import dataclass
from enum import StrEnum

from omroeper.domain.bounce import BounceReport


class Hearing(StrEnum):
    """What became of one call to a webhook. NOT_NOW: it could not be checked; it should come again."""

    HEARD = "heard"
    MALFORMED = "malformed"
    FORGED = "forged"
    NOT_NOW = "not now"


@dataclass(frozen=True, slots=True)
class MailNews:
    """One notification: what it reports, and the delivery that it proves was taken.

    `reply` is what the ledger keeps of that; `follows_readers` when it tells of opens or clicks.
    """

    reports: tuple[BounceReport, ...] = ()
    taken: int | None = None
    reply: str = ""
    follows_readers: bool = False
