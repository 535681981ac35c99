"""Which of a theme's terms an item has, with the item's own words that say so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from unicodedata import normalize

from omroeper.domain.item import Item
from omroeper.domain.matching import folded
from omroeper.domain.word_forms import LEAST_PART, Likeness, Stem, TermWord

_SLACK = 2
"""Words that may stand between those of a term: `leven lang leren en ontwikkelen`."""
_FUNCTION_WORDS = frozenset("aan bij de den der een en het in met naar of op te van voor".split())
_TOKEN = re.compile(r"\w+(?:[-'’/]\w+)*-?|[.,!?;:]|\n\n")
_PART = re.compile(r"\w+")
_STOPS = frozenset({".", "!", "?", ";", ":", "\n\n"})
_BETWEEN_HALVES = frozenset({",", "en", "én", "of"})
_MOST_HALVES = 6
"""Words over which a hyphen can wait for its other half: `loopbaan-, studie- en beroepskeuze`."""
_MOST_PLACES = 6
"""Places of one word of a term that are looked at; a text that repeats it more says no more."""
_ORDER = tuple(Likeness)
_WHOLE = -1
"""The number of a term's word when a hyphened term was found written as one."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A theme's term, and the words of the item that it was found in, as they are written there."""

    term: str
    words: str
    in_title: bool
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Hit:
    """What a written word holds: which word of which term, and how."""

    term: int
    word: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word was found, from and up to which of the text's words."""

    first: int
    last: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Term:
    """A term as it is looked for: its words that carry meaning, or all of a hyphened one as one.

    `width` counts all its words.
    """

    term: str
    words: tuple[TermWord, ...]
    joined: TermWord | None
    width: int

    @classmethod
    def of(cls, term: str, stem: Stem) -> "_Term":
        parts = _PART.findall(folded(term))
        words = [part for part in parts if part not in _FUNCTION_WORDS] or parts
        hyphened = len(parts) > 1 and " " not in term.strip()
        joined = TermWord.of("".join(parts), stem) if hyphened else None
        return cls(term, tuple(TermWord.of(word, stem) for word in words), joined, len(parts))


@dataclass(slots=True)
class ThemeMatcher:
    """Finds the terms of one theme; each different word of the items is looked at once."""

    terms: Sequence[str]
    stem: Stem
    _terms: tuple[_Term, ...] = field(init=False)
    _known: frozenset[str] = field(init=False)
    _bases: re.Pattern[str] = field(init=False)
    _hits: dict[str, tuple[_Hit, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._terms = tuple(_Term.of(term, self.stem) for term in self.terms)
        words = [word for term in self._terms for word in (*term.words, term.joined) if word]
        self._known = frozenset(form for word in words for form in (word.word, word.stem))
        self._bases = re.compile("|".join(re.escape(word.base) for word in words) or r"(?!)")

    def matches(self, item: Item) -> tuple[TermMatch, ...]:
        """The terms that the item has, in the theme's order; where the title has them, in the title."""
        title = self._found_in(item.title, in_title=True)
        text = self._found_in("\n\n".join((item.text, *item.tags)), in_title=False)
        found = {**text, **title}
        return tuple(found[number] for number in sorted(found))

    def _found_in(self, text: str, *, in_title: bool) -> dict[int, TermMatch]:
        """The terms found in a text, by their numbers."""
        tokens = _TOKEN.findall(normalize("NFC", text.replace("\u00ad", "")))
        places: dict[tuple[int, int], list[_Place]] = {}
        for place, hit in self._places(tokens):
            held = places.setdefault((hit.term, hit.word), [])
            if len(held) < _MOST_PLACES:
                held.append(place)
        found = {}
        for number in dict.fromkeys(number for number, _ in places):
            whole = self._whole(number, places, tokens)
            if whole is not None:
                words = " ".join(tokens[whole.first : whole.last + 1]).replace(" ,", ",")
                term = self._terms[number].term
                found[number] = TermMatch(term, words, in_title, whole.likeness)
        return found

    def _places(self, tokens: Sequence[str]) -> Iterator[tuple[_Place, _Hit]]:
        for at, written in enumerate(tokens):
            hits = self._hits.get(written)
            if hits is None:
                hits = self._hits[written] = tuple(self._look(written))
            for hit in hits:
                yield _Place(at, at, hit.likeness), hit
            if written.endswith("-"):
                yield from self._halves(at, tokens)

    def _look(self, written: str) -> Iterator[_Hit]:
        """What one written word holds, by each of its parts and as a whole."""
        parts = _PART.findall(folded(written))
        candidates = [one for one in self._stemmed((*parts, "".join(parts))) if self._may_hold(one)]
        if not candidates:
            return
        for number, term in enumerate(self._terms):
            wanted = [*enumerate(term.words)]
            if term.joined:
                wanted.append((_WHOLE, term.joined))
            for place, word in wanted:
                likeness = _best(word, candidates)
                if likeness:
                    yield _Hit(number, place, likeness)

    def _halves(self, at: int, tokens: Sequence[str]) -> Iterator[tuple[_Place, _Hit]]:
        """`leer-` holds `leercultuur` when `ontwikkelcultuur` follows."""
        last = _other_half(at, tokens)
        if last is None:
            return
        left, right = folded(tokens[at][:-1]), "".join(_PART.findall(folded(tokens[last])))
        for number, term in enumerate(self._terms):
            word = term.words[0]
            if len(term.words) > 1 or not word.word.startswith(left):
                continue
            ends = range(LEAST_PART, len(right))
            likeness = _best(word, self._stemmed(left + right[-end:] for end in ends))
            if likeness:
                yield _Place(at, last, likeness), _Hit(number, 0, likeness)

    def _may_hold(self, candidate: tuple[str, str]) -> bool:
        """Whether a word can hold anything of the theme: most cannot, and are passed by at once."""
        word, stemmed = candidate
        known = word in self._known or stemmed in self._known
        return known or any(self._bases.search(one) for one in candidate)

    def _stemmed(self, words: Iterable[str]) -> list[tuple[str, str]]:
        return [(word, self.stem(word)) for word in dict.fromkeys(words)]

    def _whole(
        self, number: int, places: dict[tuple[int, int], list[_Place]], tokens: Sequence[str]
    ) -> _Place | None:
        """The first place where all the term's words stand close together, in one sentence."""
        term = self._terms[number]
        if (number, _WHOLE) in places:
            return places[number, _WHOLE][0]
        words = [places.get((number, word), []) for word in range(len(term.words))]
        for chosen in product(*words):
            first, last = min(p.first for p in chosen), max(p.last for p in chosen)
            if len(chosen) > 1 and (
                last - first >= term.width + _SLACK
                or _used_twice(term, chosen)
                or _STOPS.intersection(tokens[first:last])
            ):
                continue
            weakest = max((place.likeness for place in chosen), key=_ORDER.index)
            return _Place(first, last, weakest)
        return None


def _best(word: TermWord, candidates: Sequence[tuple[str, str]]) -> Likeness | None:
    """How the candidate that holds the word best does so."""
    found = [like for one, stemmed in candidates if (like := word.likeness(one, stemmed))]
    return min(found, key=_ORDER.index) if found else None


def _other_half(at: int, tokens: Sequence[str]) -> int | None:
    """The place of the word that a hyphen at the end of this one waits for."""
    for place in range(at + 1, min(at + _MOST_HALVES, len(tokens))):
        if not tokens[place].endswith("-") and tokens[place].casefold() not in _BETWEEN_HALVES:
            follows = tokens[place - 1].casefold() in _BETWEEN_HALVES
            return place if follows and tokens[place] not in _STOPS else None
    return None


def _used_twice(term: _Term, chosen: Sequence[_Place]) -> bool:
    """Whether one written word stands for two words of the term that are the same."""
    used = {(word.word, place.first) for word, place in zip(term.words, chosen, strict=True)}
    return len(used) < len(chosen)
