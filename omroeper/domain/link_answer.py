"""What a link gave when it was followed, for the gate to judge."""

from dataclasses import dataclass
from enum import StrEnum


class LinkTrouble(StrEnum):
    """What is the matter with a link. Only GONE is certain enough to stop what was approved."""

    GONE = "gone"
    NAMELESS = "nameless"
    PRIVATE = "private"
    LOGIN = "login"
    CERTIFICATE = "certificate"
    UNSURE = "unsure"
    ELSEWHERE = "elsewhere"
    PASSWORD = "password"  # noqa: S105 - a field for one
    EMPTY = "empty"
    FRAGMENT = "fragment"
    PLAIN_HTTP = "plain http"
    UNREACHED = "unreached"


PASSING = frozenset({LinkTrouble.UNSURE, LinkTrouble.UNREACHED, LinkTrouble.NAMELESS})
"""May be otherwise in a minute, so it is asked again each time."""


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The troubles of one link, each with what it showed: a status, a host, a title."""

    troubles: tuple[tuple[LinkTrouble, str], ...] = ()

    @property
    def lasts(self) -> bool:
        return not any(trouble in PASSING for trouble, _ in self.troubles)
