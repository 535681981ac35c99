"""Abbreviations that a reader meets before they are explained."""

import re
from collections.abc import Iterator

from omroeper.domain.language.sentences import sentences
from omroeper.domain.language.tokens import masked, tokens
from omroeper.domain.language.words import DutchWords

_LETTERS = re.compile(r"[A-Z]{2,6}|[A-Z][a-z][A-Z]")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SUFFIX = re.compile(r"'(?:s|er|ers|en|tje|tjes)$")
_SAYS_SO = "ofwel|oftewel|dat wil zeggen|dat is|staat voor|de afkorting van|afkorting van|voluit"
_SHORTEST_MEANING = 6


def abbreviations_in(text: str, words: DutchWords) -> tuple[str, ...]:
    """The abbreviations of a text as they are listed or written, each once, in reading order."""
    found: dict[str, None] = {}
    for sentence in sentences(masked(text, words.names)):
        shouted = [token.text for token in tokens(sentence) if token.text.isupper()]
        for token in tokens(sentence):
            for one in _within(_SUFFIX.sub("", token.text), words):
                if not (len(shouted) > 2 and words.knows(one.lower())):
                    found.setdefault(one)
    return tuple(found)


def is_explained(abbreviation: str, text: str, meaning: str) -> bool:
    """Whether the text says what it stands for: `Centers of expertise (CoE)`, or the other way round."""
    if meaning and _folded(meaning) in _folded(text):
        return True
    short = rf"(?<!\w){re.escape(abbreviation)}(?!\w)"
    return any(
        re.search(pattern, text)
        for pattern in (
            rf"\w{{2,}} \([^()]{{0,20}}{short}[^()]{{0,20}}\)",
            rf"{short} \([^()]{{{_SHORTEST_MEANING},}}\)",
            rf"{short},? (?:{_SAYS_SO})\b",
        )
    )


def _within(word: str, words: DutchWords) -> Iterator[str]:
    """The abbreviation that a word is, or those that a compound begins with or holds."""
    listed = words.abbreviations.listed(word)
    if listed:
        yield listed
        return
    parts = word.split("-")
    for size in range(len(parts) - 1, 1, -1):  # VNO-NCW-leden
        if words.abbreviations.listed("-".join(parts[:size])):
            yield words.abbreviations.listed("-".join(parts[:size]))
            parts = parts[size:]
            break
    for part in parts:
        listed = words.abbreviations.listed(part)
        if listed:
            yield listed
        elif _LETTERS.fullmatch(part) and not _ROMAN.fullmatch(part) and part not in words.names:
            yield part


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
