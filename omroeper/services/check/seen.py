"""What the checks look at, and how they say what they found."""

from dataclasses import dataclass

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.finding import Finding, Level
from omroeper.domain.inspection import HtmlFacts


@dataclass(frozen=True, slots=True)
class Seen:
    """An edition with what would really go out of it, and the facts of its html."""

    edition: Edition
    rendered: RenderedEdition
    mail: HtmlFacts


def block(code: str, place: str, reason: str, remedy: str) -> Finding:
    return Finding(Level.BLOCKING, code, place, reason, remedy)


def warn(code: str, place: str, reason: str, remedy: str) -> Finding:
    return Finding(Level.WARNING, code, place, reason, remedy)
