"""How sure a rate is, and whether two of them differ: what is within chance is not told as a change.

Shares by Wilson's interval (E.B. Wilson, JASA 22, 1927; in the form of Brown, Cai and DasGupta,
Statistical Science 16, 2001). Counts that are no share, such as clicks, by Byar's approximation of the
Poisson interval (Breslow and Day, IARC 82, 1987, p. 69). Both at 95%.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z = 1.959964
"""The normal quantile of 95%, both sides."""
FEWEST_TRIALS = 30
"""Of fewer nothing is concluded, whatever the intervals say."""


class Difference(StrEnum):
    """How a rate compares with an earlier one."""

    HIGHER = "higher"
    LOWER = "lower"
    TOO_LITTLE = "too little to say"

    @property
    def dutch(self) -> str:
        return _IN_DUTCH[self]


_IN_DUTCH = {
    Difference.HIGHER: "hoger",
    Difference.LOWER: "lager",
    Difference.TOO_LITTLE: "te weinig om iets te zeggen",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of `trials`, with the bounds of its interval; all but the counts per trial.

    A rate of nought trials is not known: then `value` is None and the interval is all there can be.
    """

    count: int
    trials: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        return self.count / self.trials if self.trials else None

    def beside(self, earlier: "Rate") -> Difference:
        """How this compares with an earlier one; overlapping intervals and few trials say nothing."""
        if min(self.trials, earlier.trials) < FEWEST_TRIALS:
            return Difference.TOO_LITTLE
        if self.low > earlier.high:
            return Difference.HIGHER
        return Difference.LOWER if self.high < earlier.low else Difference.TOO_LITTLE


def share(count: int, trials: int) -> Rate:
    """A part of a whole: each trial counts once or not at all. Raises ValueError for more than all."""
    if not 0 <= count <= trials:
        raise ValueError(f"{count} of {trials} is no share")
    if not trials:
        return Rate(count, trials, 0.0, 1.0)
    part, square = count / trials, Z * Z
    middle = (part + square / (2 * trials)) / (1 + square / trials)
    half = (Z / (1 + square / trials)) * sqrt(
        part * (1 - part) / trials + square / (4 * trials * trials)
    )
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == trials else middle + half
    return Rate(count, trials, low, high)


def per_trial(count: int, trials: int) -> Rate:
    """Events per trial, of which one trial may have several."""
    if count < 0 or trials < 0:
        raise ValueError("a count is never less than nought")
    if not trials:
        return Rate(count, trials, 0.0, float("inf"))
    more = count + 1
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return Rate(count, trials, max(low, 0.0) / trials, high / trials)
