"""What a check found: blocking or a warning, where, why, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on a draft. `place`, `reason` and `remedy` are Dutch: the editor reads them."""

    level: Level
    code: str
    place: str
    reason: str
    remedy: str


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.level is Level.BLOCKING)
