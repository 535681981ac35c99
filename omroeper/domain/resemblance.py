"""How much two texts say the same, and which of thousands are worth comparing.

Texts become sets of shingles (Broder 1997): words and pairs of neighbours. Which texts share the rarer ones
is counted by an inverted index: the same texts give the same pairs, on every machine and in every run.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from omroeper.domain.matching import folded

STEM = 7
"""Letters of a word that count, so that endings do not: `aanvragen`, `aanvraag` stay apart, but
`leermateriaal` and `leermaterialen` do not."""
_FEW = 20
"""Texts up to which a single word tells them apart."""
_NEIGHBOURS = 40
"""With how many of those before it that share something a text is compared: many may be boilerplate."""
_LEAST_SHARED = 0.05
"""Share of the smaller text's shingles that both have, of those that few have."""
_WORD = re.compile(r"\d[\d.,/]*\d|\w+")
_STOP_WORDS = frozenset(
    """
    aan al alle als ook andere bij binnen dan dat de deze die dit doen door doet dus een eens elk elke
    en er gaan gaat gaf geen had hadden hebben heeft hem het hier hoe hun ieder iedere in is je jullie
    kan kunnen kwam kwamen maar maken mee meer men met mijn mogen moeten naar nam niet nog nu of om
    omdat onder ons onze ook op over per samen sinds snel te tegen tot uit van vanaf veel volgens voor
    voortaan waar waren was wat we welke werd werden wie wij wil willen word worden wordt ze zich zien
    zij zijn zo zoals zonder zou
    """.split()
)

Shingles = frozenset[str]


def words_of(text: str) -> tuple[str, ...]:
    """The words that carry meaning, folded and cut to their stem, in order."""
    found = _WORD.findall(folded(text).replace("'", ""))
    return tuple(word[:STEM] for word in found if len(word) > 1 and word not in _STOP_WORDS)


def shingles_of(text: str) -> Shingles:
    """The text's words and its pairs of neighbouring words."""
    words = words_of(text)
    return frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}


def resemblance(one: Shingles, other: Shingles) -> float:
    """Jaccard: shared shingles as a share of all, 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def containment(one: Shingles, other: Shingles) -> float:
    """Shared shingles as a share of the smaller set: 1 when the short text stands in the long one."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def likely_pairs(texts: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Places of texts that may be alike, each pair once and in order.

    Those that share enough of what few texts have: single words that are everywhere say nothing, while
    two words in a row hardly ever stand in two texts by chance.
    """
    held = Counter(chain.from_iterable(texts))
    telling = {one for one, count in held.items() if count > 1 and (count <= _FEW or " " in one)}
    holders: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for place, text in enumerate(texts):
        marks = text & telling
        shared = Counter(chain.from_iterable(holders[mark][-_NEIGHBOURS:] for mark in marks))
        pairs += [
            (other, place)
            for other, count in shared.items()
            if count > 1 and count >= _LEAST_SHARED * min(len(text), len(texts[other]))
        ]
        for mark in marks:
            holders[mark].append(place)
    yield from sorted(pairs)
