"""What an editor is told of the language of a draft: one finding a kind and place, each with its remedy."""

import re
from collections.abc import Collection, Iterator, Sequence

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found as found_of
from omroeper.domain.language.abbreviations import abbreviations_in, is_explained
from omroeper.domain.language.corrections import corrections
from omroeper.domain.language.hard_words import hard_uses
from omroeper.domain.language.passages import (
    Passage,
    foreign_texts,
    passages_of,
    standing_text,
)
from omroeper.domain.language.passives import passive_sentences
from omroeper.domain.language.sentences import sentences, word_count
from omroeper.domain.language.spelling import capitalised_within, near_name, unknown_words
from omroeper.domain.language.tokens import MASK, Token, masked, tokens
from omroeper.domain.language.words import DutchWords

LONGEST_SENTENCE = 25
"""Words. Longer sentences are hard to follow at B1."""
LONGEST_AVERAGE = 18
"""Words a sentence, over a text of at least `FEWEST_SENTENCES`."""
FEWEST_SENTENCES = 3
MANY_PASSIVES = 3
"""Sentences in the passive that pile up, where they are a third of the text or more."""
MOST_TRIES = 4000
"""Words that are looked up to suggest corrections, in a whole draft: some tenths of a second."""
MOST_NAMED = 8
"""Words that one finding names."""
OWN_WORDS = "config/language/own-words.txt"
ABBREVIATIONS = "config/language/abbreviations.yaml"


def language_findings(
    edition: Edition, rendered: RenderedEdition, words: DutchWords
) -> Iterator[Finding]:
    """Spelling, sentences, hard words and abbreviations, in reading order."""
    passages = tuple(passages_of(edition))
    headlines = tuple(_own_headlines(edition))
    yield from _spelling(edition, rendered, (*headlines, *passages), words)
    for passage in passages:
        yield from _sentences(passage)
        yield from _passives(passage)
    for passage in (*headlines, *passages):
        yield from _hard_words(passage, words)
    yield from _abbreviations((*passages, *headlines), words)


def _own_headlines(edition: Edition) -> Iterator[Passage]:
    """Subject and preheader without the titles of items in them: those are judged at the item."""
    titles = {entry.item.title for entry in edition.entries}
    for place, text in (
        ("Onderwerp", [edition.subject]),
        ("Voorvertoning", edition.preheader.split(" · ")),
    ):
        left = "\n".join(part for part in text if part not in titles)
        if left:
            yield Passage(place, left, "")


def _spelling(
    edition: Edition, rendered: RenderedEdition, passages: Sequence[Passage], words: DutchWords
) -> Iterator[Finding]:
    told = "\n".join((*(passage.whole for passage in passages), foreign_texts(edition)))
    seen_names = capitalised_within(told)
    suggest = _Suggestions(words)
    for passage in passages:
        found = [token.text for token in unknown_words(passage.whole, words, seen_names)]
        yield from _misspelt(passage.place, found, suggest)
    judged = {token.text for sentence in sentences(told) for token in tokens(sentence)}
    standing = unknown_words(standing_text(rendered), words, seen_names)
    found = [token.text for token in standing if token.text not in judged]
    yield from _misspelt("Vaste teksten", found, suggest)


def _misspelt(place: str, found: Sequence[str], suggest: "_Suggestions") -> Iterator[Finding]:
    if found:
        named = _listed([f"‘{_shown(word)}’{suggest(word)}" for word in found[:MOST_NAMED]], found)
        yield found_of(
            "spelling",
            place,
            f"Niet in het woordenboek: {named}.",
            f"Verbeter wat fout is. Klopt een woord, zet het dan in {OWN_WORDS}.",
        )


class _Suggestions:
    """What a word may have been, as long as the tries for this draft last."""

    def __init__(self, words: DutchWords) -> None:
        self._words = words
        self._left = MOST_TRIES

    def __call__(self, word: str) -> str:
        name = near_name(word, self._words.names)
        found = (name,) if name else corrections(word, self._knows)
        return f" (bedoelt u {' of '.join(f'‘{_shown(one)}’' for one in found)}?)" if found else ""

    def _knows(self, phrase: str) -> bool:
        self._left -= 1
        return self._left >= 0 and all(map(self._words.knows, phrase.split()))


def _sentences(passage: Passage) -> Iterator[Finding]:
    found = sentences(passage.text)
    counts = [word_count(sentence) for sentence in found]
    long = [(n, s) for n, s in zip(counts, found, strict=True) if n > LONGEST_SENTENCE]
    if long:
        told = "; ".join(f"{n} woorden: ‘{_beginning(sentence)}’" for n, sentence in long)
        yield found_of(
            "lange-zin",
            passage.place,
            f"Een zin van meer dan {LONGEST_SENTENCE} woorden leest moeilijk. {told}.",
            "Knip de zin in tweeën.",
        )
    elif len(counts) >= FEWEST_SENTENCES and (average := _average(counts)) > LONGEST_AVERAGE:
        yield found_of(
            "lange-zinnen",
            passage.place,
            f"De zinnen tellen gemiddeld {average} woorden; tot {LONGEST_AVERAGE} leest het best.",
            "Maak een paar zinnen korter.",
        )


def _passives(passage: Passage) -> Iterator[Finding]:
    found, every = passive_sentences(passage.text), sentences(passage.text)
    if len(found) >= MANY_PASSIVES and len(found) * 3 >= len(every):
        told = "; ".join(f"‘{_beginning(sentence)}’" for sentence in found[:MANY_PASSIVES])
        yield found_of(
            "lijdende-vorm",
            passage.place,
            f"In {len(found)} van de {len(every)} zinnen staat niet wie het doet (‘wordt gedaan’). {told}.",
            "Schrijf wie het doet: ‘wij openen de dag’ in plaats van ‘de dag wordt geopend’.",
        )


def _hard_words(passage: Passage, words: DutchWords) -> Iterator[Finding]:
    told: dict[str, str] = {}
    for sentence in sentences(masked(passage.whole, words.names)):
        found = tokens(sentence)
        for use in hard_uses([_said(token) for token in found], words.hard):
            part = _around(sentence, found[use.first].begin, found[use.last].end)
            kind = "Engels, liever" if use.of.english else "liever"
            told.setdefault(use.of.word, f"‘{use.of.word}’ in ‘{part}’ ({kind}: {use.of.plain})")
    if told:
        yield found_of(
            "moeilijk-woord",
            passage.place,
            f"Niet iedereen kent deze woorden: {_listed(list(told.values())[:MOST_NAMED], told)}.",
            "Schrijf het gewoner, of leg het uit.",
        )


def _said(token: Token) -> str:
    """The word in lower case; a capital within a sentence makes it a name, such as Challenge."""
    return token.text if token.is_capitalised and not token.first else token.text.lower()


def _abbreviations(passages: Sequence[Passage], words: DutchWords) -> Iterator[Finding]:
    """Each abbreviation once, where the reader meets it first."""
    met = set(words.abbreviations.known)
    for passage in passages:
        seen = f"{passage.title}\n{passage.beside}\n{passage.text}"
        left = []
        for one in abbreviations_in(passage.whole, words):
            meaning = words.abbreviations.meanings.get(one, "")
            if one not in met and not is_explained(one, seen, meaning):
                left.append((one, meaning))
            met.add(one)
        if left:
            named = ", ".join(
                f"‘{one}’ ({meaning})" if meaning else f"‘{one}’" for one, meaning in left
            )
            one, meaning = left[0]
            yield found_of(
                "afkorting",
                passage.place,
                f"Afkorting{'en' if len(left) > 1 else ''} zonder uitleg, hier voor het eerst: {named}.",
                f"Schrijf de eerste keer ‘{meaning or 'de hele naam'} ({one})’. "
                f"Kent iedereen de afkorting, zet haar dan in {ABBREVIATIONS}.",
            )


def _listed(named: Sequence[str], every: Collection[str]) -> str:
    left = len(every) - len(named)
    return "; ".join(named) + (f"; en nog {left}" if left else "")


def _average(counts: Sequence[int]) -> int:
    return round(sum(counts) / len(counts))


def _beginning(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else f"{sentence[:60].rsplit(' ', 1)[0]}…"


def _around(sentence: str, begin: int, end: int) -> str:
    """The words with a few beside them, so that the place is found."""
    before, after = sentence[:begin].split()[-2:], sentence[end:].split()[:2]
    told = " ".join((*before, sentence[begin:end], *after)).rstrip(" ,.;:")
    return re.sub(f"{MASK}+", "…", told)


def _shown(word: str) -> str:
    return word.replace("'", "’")
