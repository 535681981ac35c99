"""What the desk knows of Dutch: a dictionary, names, hard words and abbreviations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from omroeper.domain.language.hard_words import HardForm


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """`known` need no explanation; `meanings` says what the others stand for.

    One that is listed in lower case (mbo) is meant in any; one in capitals (SLIM) only as it is.
    """

    known: frozenset[str] = frozenset()
    meanings: Mapping[str, str] = field(default_factory=dict)

    def listed(self, word: str) -> str:
        """How the word is listed, or nothing when it is no abbreviation that we have."""
        for form in (word, word.lower()):
            if form in self.known or form in self.meanings:
                return form
        return ""


@dataclass(frozen=True, slots=True)
class DutchWords:
    """`knows` says whether a word is spelled right, in the dictionary or among our own words.

    `names` are written exactly so: people, products and places, and the `programmes` among them.
    """

    knows: Callable[[str], bool]
    names: frozenset[str] = frozenset()
    hard: Mapping[str, tuple[HardForm, ...]] = field(default_factory=dict)
    abbreviations: Abbreviations = field(default_factory=Abbreviations)
    programmes: frozenset[str] = frozenset()
