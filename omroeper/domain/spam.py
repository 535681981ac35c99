"""What a spam filter makes of a mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpamRule:
    """One rule that scored; `told` is the filter's own description (English)."""

    name: str
    points: float
    told: str


@dataclass(frozen=True, slots=True)
class SpamVerdict:
    """The score, higher is worse, and the rules that raised it, the heaviest first."""

    score: float
    rules: tuple[SpamRule, ...] = ()
