"""Dutch stems by Snowball (snowballstem.org/algorithms/dutch/stemmer.html)."""

from collections.abc import Callable


def dutch_stemmer() -> Callable[[str], str]:
    """A stemmer for lower-case words without diacritics."""
    from Stemmer import Stemmer

    # Without its own cache: a month has more different words than that holds, and emptying it is slow.
    stem_word: Callable[[str], str] = Stemmer("dutch", 0).stemWord

    def stem(word: str) -> str:
        found = stem_word(word)
        if not found.endswith("e"):
            return found
        # `groene` and `slimme` keep their e; what would be their plural loses it
        plural = f"{found}n"
        shorter = stem_word(plural)
        return found if shorter == plural else shorter

    return stem
