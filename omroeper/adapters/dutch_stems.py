"""Dutch stems by Snowball (snowballstem.org/algorithms/dutch/stemmer.html), each word worked out once."""

from collections.abc import Callable
from functools import lru_cache

DISTINCT_WORDS = 200_000
"""Words whose stems are remembered: a newsroom of years has some 100,000 different ones."""


def dutch_stemmer() -> Callable[[str], str]:
    """A stemmer for lower-case words without diacritics."""
    from Stemmer import Stemmer

    snowball = Stemmer("dutch", 0)  # it would remember 10,000 words itself

    @lru_cache(DISTINCT_WORDS)
    def stem(word: str) -> str:
        found: str = snowball.stemWord(word)
        if not found.endswith("e"):
            return found
        # `groene` and `slimme` keep their e; what would be their plural loses it
        plural: str = f"{found}n"
        shorter: str = snowball.stemWord(plural)
        return found if shorter == plural else shorter

    return stem
