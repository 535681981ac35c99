"""The misspelt words of a text: unknown, and no name, abbreviation or phrase in another language."""

import difflib
import re
from collections.abc import Collection, Iterator, Sequence

from omroeper.domain.language.corrections import is_slip
from omroeper.domain.language.sentences import sentences
from omroeper.domain.language.tokens import MASK, Token, masked, tokens
from omroeper.domain.language.words import DutchWords

_QUOTED = re.compile(r"“[^”]*”|„[^”]*”|‘[^’]+(?:’(?=\w)[^’]*)*’|\"[^\"]*\"")
_SUFFIX = re.compile(r"(.+)'(?:s|er|ers|en|tje|tjes|de|t)")
_COMPOUND_ENDS = ("werk", "plan", "dag")
"""What may stand for the rest of a compound that is cut short: `arbeids-` as in arbeidsplan."""
_SHORTEST_NAME = 5
_NEARLY = 0.87
"""Share of the letters: of a name of six, one may be missing or too many; of one of twelve, two moved."""
_ENGLISH = frozenset({"and", "the", "for", "with", "from", "by"})
"""English words that tell, with an unknown one beside them, of a phrase in English."""


def unknown_words(text: str, words: DutchWords, seen_names: Collection[str]) -> tuple[Token, ...]:
    """The misspelt words of a text, each once. `seen_names` are capitalised words from mid-sentence.

    A capitalised word within a sentence is a name and passes, unless it is a slip away from one of ours.
    """
    found: dict[str, Token] = {}
    for sentence in sentences(masked(text, words.names)):
        for part in _phrases(sentence):
            for token in _misspelt(tokens(part), words, seen_names):
                found.setdefault(token.text, token)
    return tuple(found.values())


def capitalised_within(text: str) -> frozenset[str]:
    """The words with a capital that do not begin a sentence: names, for the most part."""
    every = (token for sentence in sentences(text) for token in tokens(sentence))
    return frozenset(token.text for token in every if token.is_capitalised and not token.first)


def near_name(word: str, names: Collection[str]) -> str:
    """The word of one of our names that this word, or a part of it, is nearly; or nothing."""
    known = {part for name in names for part in name.split() if len(part) >= _SHORTEST_NAME}
    for part in word.split("-"):
        if len(part) >= _SHORTEST_NAME and part not in known:
            near = difflib.get_close_matches(part, sorted(known), n=1, cutoff=_NEARLY)
            if near:
                return near[0]
    return ""


def is_spelled(word: str, words: DutchWords) -> bool:
    """Whether the word is right as it is, or as a compound or form of words that are."""
    return _is_known(word, words) or _is_compound(word, words) or _is_form(word, words)


def _phrases(sentence: str) -> Iterator[str]:
    """The sentence without its quoted phrases, then each of those: they may be in another language."""
    yield _QUOTED.sub(lambda found: MASK * len(found[0]), sentence)
    for found in _QUOTED.finditer(sentence):
        yield found[0]


def _misspelt(
    found: Sequence[Token], words: DutchWords, seen_names: Collection[str]
) -> Iterator[Token]:
    """The misspelt words; those in a phrase in another language are not."""
    unknown = [not _is_right(token, words) for token in found]
    capitals = {token.begin for token in found if token.is_capitalised}
    for at, token in enumerate(found):
        named = token.has_inner_capital or _is_name(token, words, seen_names, capitals)
        if unknown[at] and not named and not _is_foreign(at, found, unknown, words):
            yield token


def _is_foreign(
    at: int, found: Sequence[Token], unknown: Sequence[bool], words: DutchWords
) -> bool:
    """Whether an unknown word stands beside an English one, or two unknown ones are no slips of the hand."""
    if found[at].text in _ENGLISH:
        return True
    beside = [n for n in (at - 1, at + 1) if 0 <= n < len(found)]
    if any(found[n].text in _ENGLISH for n in beside):
        return True
    lower = [n for n in beside if unknown[n] and not found[n].is_capitalised]
    return bool(lower) and not all(_is_ours(found[n].text, words) for n in (at, *lower))


def _is_ours(word: str, words: DutchWords) -> bool:
    """Whether it is plainly a Dutch word or one of our names, with a slip of the hand in it."""
    return bool(near_name(word, words.names)) or is_slip(word, words.knows)


def _is_right(token: Token, words: DutchWords) -> bool:
    """Some words keep their small letter (september), but not where they begin a sentence."""
    return is_spelled(token.text, words) or (token.first and is_spelled(token.text.lower(), words))


def _is_name(
    token: Token, words: DutchWords, seen_names: Collection[str], capitals: Collection[int]
) -> bool:
    if not token.is_capitalised or near_name(token.text, words.names):
        return False
    followed = token.end + 1 in capitals
    return not token.first or token.text in seen_names or followed


def _is_known(word: str, words: DutchWords) -> bool:
    return bool(words.abbreviations.listed(word)) or word in words.names or words.knows(word)


def _is_compound(word: str, words: DutchWords) -> bool:
    """AGDB-conferentie, mkb-route, leer- (en ontwikkelcultuur), (vmbo-bb,) -kb."""
    parts = word.split("-")
    if len(parts) == 1:
        return False
    return all(
        _is_part(part, words, last=not any(parts[n + 1 :])) for n, part in enumerate(parts) if part
    ) and (parts[-1] != "" or _is_cut_short(parts[-2], words))


def _is_part(part: str, words: DutchWords, *, last: bool) -> bool:
    if part.isupper() or _is_known(part, words) or _is_known(part.capitalize(), words):
        return True
    return _is_cut_short(part, words) or (not last and _is_known(part.removesuffix("s"), words))


def _is_cut_short(part: str, words: DutchWords) -> bool:
    return _is_known(part, words) or any(words.knows(part + end) for end in _COMPOUND_ENDS)


def _is_form(word: str, words: DutchWords) -> bool:
    """Pps'en, mbo'ers, STO's; and the genitive of a name: Techkwadraats."""
    found = _SUFFIX.fullmatch(word)
    if found:
        return found[1].isupper() or is_spelled(found[1], words)
    return word[:1].isupper() and word.endswith("s") and _is_known(word[:-1], words)
