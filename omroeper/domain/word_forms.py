"""When a Dutch word is another one in some form: inflected, or a part of a compound.

The stemmer is given, since it is no standard library. It errs by taking too much off (`mobiliteit` becomes
`mobil`, `begeleid` becomes `beleid`), so what it joins must also look alike.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Stem = Callable[[str], str]
"""Gives the stem of one lower-case word without diacritics."""

SHORT = 4
"""Letters up to which a term is only found as a word of its own: `llo` is no part of `ballon`."""
LEAST_PART = 3
"""Letters that the rest of a compound has at least."""
_MOST_ENDING = 3
"""Letters that an ending adds at most: `rolmodel`, `rolmodellen`."""
_ENDINGS = frozenset({"", "e", "n", "s", "en", "es"})
_LINKS = re.compile(r"^(?:en|s|e|n)?")
_NO_PARTS = frozenset(
    "aan anti be bio des dis ge her in mis non oer on ont pre pro re semi tele ver wan".split()
)
"""What stands before a word and makes another one of it: `versterken` is not about what is strong."""
_DERIVATIONS = tuple("aar achtig baar eer eren heid ing isch loos zaam".split())
_PARTICIPLE = re.compile(
    r"^(aan|af|bij|door|in|mee|na|om|op|over|terug|toe|uit|voor|weg)ge(?=.{4})"
)


class Likeness(StrEnum):
    """How a word holds a term: as a form of it, or as the first or the last part of a compound."""

    FORM = "form"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class TermWord:
    """One word of a term: folded, its stem, and what of it stands unchanged in compounds."""

    word: str
    stem: str
    base: str

    @classmethod
    def of(cls, word: str, stem: Stem) -> "TermWord":
        """The word with its stem; a stem that lost more than an ending is no base for compounds."""
        stemmed = stem(word)
        is_base = word.startswith(stemmed) and word[len(stemmed) :] in _ENDINGS
        return cls(word, stemmed, stemmed if is_base and len(stemmed) > SHORT else word)

    def likeness(self, word: str, stemmed: str) -> Likeness | None:
        """How this folded word, with its stem, holds the term's word; None when it does not."""
        if word == self.word:
            return Likeness.FORM
        if len(self.word) <= SHORT:
            return None
        if stemmed == self.stem and _look_alike(word, self.word):
            return Likeness.FORM
        if self.base not in word and self.base not in stemmed:
            return None
        inflected = abs(len(word) - len(stemmed)) <= 2  # `leerculturen`, but not `ontwikkelaar`
        return self._part_of(word) or (self._part_of(stemmed) if inflected else None)

    def _part_of(self, word: str) -> Likeness | None:
        at = word.find(self.base)
        if at < 0 or not _can_precede(word[:at]):
            return None
        rest = word[at + len(self.base) :]
        if rest in _ENDINGS:
            return Likeness.LAST if at else Likeness.FORM
        return Likeness.FIRST if _can_follow(rest) else None


def _look_alike(one: str, other: str) -> bool:
    """Whether two words with the same stem differ in their ending only, or are verb and participle."""
    one, other = _PARTICIPLE.sub(r"\1", one), _PARTICIPLE.sub(r"\1", other)
    shared = min(len(one), len(other)) - 3
    return abs(len(one) - len(other)) <= _MOST_ENDING and one[:shared] == other[:shared]


def _can_precede(left: str) -> bool:
    return not left or (len(left) >= LEAST_PART and left not in _NO_PARTS)


def _can_follow(rest: str) -> bool:
    part = _LINKS.sub("", rest)
    return len(part) >= LEAST_PART and not rest.startswith(_DERIVATIONS)
