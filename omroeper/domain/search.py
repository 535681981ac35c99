"""Finding editions by words: accents and case do not count, nor do the endings of Dutch words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from omroeper.domain.edition import Edition
from omroeper.domain.word_forms import Stem

_WORD = re.compile(r"\w+")
LONGEST_QUERY = 100
"""Characters of a query that are looked at."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an edition under its title, with the words in it and their stems."""

    title: str
    words: frozenset[str]
    stems: frozenset[str]

    def holds(self, word: str, stem: Stem) -> bool:
        """Whether a word, the beginning of one, or another form of one stands here."""
        return any(one.startswith(word) for one in self.words) or stem(word) in self.stems


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without diacritics."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(_WORD.findall("".join(ch for ch in plain if not unicodedata.combining(ch))))


def passages_of(edition: Edition, stem: Stem) -> tuple[Passage, ...]:
    """What readers can look for in an edition; the first passage is the edition's own."""
    return tuple(_passage(title, text, stem) for title, text in _pieces(edition))


def found_titles(query: str, passages: tuple[Passage, ...], stem: Stem) -> tuple[str, ...] | None:
    """The other titles of the passages with a word of the query; None when a word is nowhere in the edition.

    A query without words finds everything.
    """
    words = folded_words(query[:LONGEST_QUERY])
    if not all(any(one.holds(word, stem) for one in passages) for word in words):
        return None
    own, *others = passages
    hits = [one for one in others if any(one.holds(word, stem) for word in words)]
    return tuple(dict.fromkeys(one.title for one in hits if one.title != own.title))


def _pieces(edition: Edition) -> Iterator[tuple[str, str]]:
    own = (edition.theme_title, edition.theme_description, edition.introduction)
    yield edition.subject, " ".join((edition.subject, *own))
    for entry in edition.entries:
        item = entry.item
        told = (item.title, item.text, item.place, entry.programme_name)
        yield item.title, " ".join(told)
    for figure in edition.figures:
        label = figure.fact.definition.label
        yield label, f"{label} {figure.fact.observation.source}"


def _passage(title: str, text: str, stem: Stem) -> Passage:
    words = frozenset(folded_words(text))
    return Passage(title, words, frozenset(map(stem, words)))
