"""The words of a sentence, without what is no word: addresses, files, figures, dotted abbreviations."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from omroeper.domain.language.sentences import ABBREVIATED

MASK = "０"
"""Stands for a name that was taken out: it counts as a word and is none to judge."""
_NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|eu|net|be|io|app|example)\b(?:/\S*)?"
    r"|\b[\w-]+\.(?:pdf|docx?|xlsx?|csv|pptx?|zip|jpe?g|png|html?|mp4)\b"
    r"|(?<!\w)[#@]\w[\w-]*"
    r"|\b(?:[^\W\d_]\.){2,}"
    r"|(?<!\w)[tv]/[m](?!\w)",
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"\b(?:" + "|".join(sorted(word for word in ABBREVIATED if "." not in word)) + r")\.",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'‑-]+")
_CLIPPED = ("'s", "'t", "'n", "'k", "'m", "'r")
LONGEST = 60
"""Characters. What is longer is no word."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, with `'` for ’ and `-` for every hyphen; `first` when it begins a sentence.

    `begin` and `end` are its place in the sentence.
    """

    text: str
    first: bool
    begin: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        return self.text[:1].isupper()

    @property
    def has_inner_capital(self) -> bool:
        """CoE, ICT, NxtGen; a capital after a hyphen (Jet-Net) is none, and IJ is one letter."""
        parts = self.text.replace("IJ", "Y").split("-")
        return any(part[1:] != part[1:].lower() for part in parts)


def tokens(sentence: str) -> tuple[Token, ...]:
    """The words to judge; the names have been masked before."""
    text = _SHORTENED.sub(_blank, _NO_WORDS.sub(_blank, sentence.replace("\u00ad", "")))
    found, first = [], True
    for match in _WORD.finditer(text):
        word = _bare(match[0])
        if word and not any(ch.isdigit() or ch == "_" for ch in word) and len(word) <= LONGEST:
            found.append(Token(word, first, match.start(), match.end()))
        first = first and not any(ch.isalnum() for ch in match[0])
    return tuple(found)


def masked(text: str, names: Collection[str]) -> str:
    """The text with each name in it as one masked word; what follows a name by a hyphen stays."""
    pattern = _pattern(frozenset(names))
    return pattern.sub(MASK, text) if pattern else text


@lru_cache(maxsize=4)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    written = "|".join(re.escape(name).replace("'", "[’']") for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)") if written else None


def _blank(found: re.Match[str]) -> str:
    """As long as what was there, so that places in the sentence stay; it counts as a word."""
    return MASK * len(found[0])


def _bare(word: str) -> str:
    plain = word.replace("’", "'").replace("‑", "-").rstrip("'")
    return plain if plain.lower() in _CLIPPED else plain.lstrip("'")
