"""What comes in with a list, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.audience import SuppressionReason


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who must not be mailed any more, by a list that was exported or an operator."""

    address: str
    reason: SuppressionReason
    at: datetime
    source: str = "import"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not imported: its line in the file and why; never the address itself."""

    line: int
    reason: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many people of a list are new, were known, got a newsletter more, or must not be mailed.

    `left` are those that the list put on the suppression list; who stood there already is not counted.
    """

    added: int = 0
    known: int = 0
    widened: int = 0
    suppressed: int = 0
    left: int = 0

    def plus(self, other: "Merged") -> "Merged":
        """Both together."""
        return Merged(
            self.added + other.added,
            self.known + other.known,
            self.widened + other.widened,
            self.suppressed + other.suppressed,
            self.left + other.left,
        )
