"""Stems of words by language, by Snowball (snowballstem.org)."""

from collections.abc import Callable

from omroeper.adapters.dutch_stems import dutch_stemmer


def stemmer_of(language: str) -> Callable[[str], str]:
    """A stemmer for lower-case words; in a language that Snowball has not, words are as they are."""
    from Stemmer import Stemmer

    if language == "nl":
        return dutch_stemmer()
    try:
        stem: Callable[[str], str] = Stemmer(language).stemWord
    except KeyError:
        return str
    return stem
