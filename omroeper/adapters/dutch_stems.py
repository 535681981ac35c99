"""Dutch stems by Snowball (snowballstem.org/algorithms/dutch/stemmer.html)."""

from collections.abc import Callable


def dutch_stemmer() -> Callable[[str], str]:
    """A stemmer for lower-case words without diacritics."""
    from Stemmer import Stemmer

    stem_word: Callable[[str], str] = Stemmer("dutch").stemWord

    def stem(word: str) -> str:
        found = stem_word(word)
        if not found.endswith("e"):
            return found
        # `groene` and `slimme` keep their e; what would be their plural loses it
        plural = f"{found}n"
        shorter = stem_word(plural)
        return found if shorter == plural else shorter

    return stem
