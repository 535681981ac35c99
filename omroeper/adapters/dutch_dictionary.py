"""config/language/: Hunspell with the Dutch dictionary, our own words, hard words and abbreviations."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from omroeper.adapters.content.documents import Document, Line, Parsed, read_document, read_text
from omroeper.domain.errors import ContentError
from omroeper.domain.language.hard_words import HardForm, HardWord, index_forms
from omroeper.domain.language.words import Abbreviations, DutchWords
from omroeper.domain.programme import Programmes

OWN_WORDS = "own-words.txt"


class _HardWords(Document):
    """Alternatives by the forms of the word, divided by commas."""

    official: dict[Line, Line]
    english: dict[Line, Line]


class _Abbreviations(Document):
    known: tuple[Line, ...]
    meanings: dict[Line, Line]


@dataclass(frozen=True, slots=True)
class _OwnWord:
    """A word of ours; it takes the forms and compounds of `example`, if there is one."""

    word: str
    example: str
    line: int


def read_dutch_words(home: Path, programmes: Programmes) -> DutchWords:
    """Everything that says what good Dutch is here; raises ContentError naming file and line."""
    folder = home / "config" / "language"
    own = tuple(_own_words(folder / OWN_WORDS, home))
    hard = _hard_words(folder / "hard-words.yaml", home)
    loans = {
        part for forms in hard.values() for form in forms if form.of.english for part in form.parts
    }
    names = frozenset(one.word for one in own if one.word != one.word.lower())
    named = frozenset(programme.name for programme in programmes)
    return DutchWords(
        knows=_dictionary(folder, own, loans),
        names=names | named,
        hard=hard,
        abbreviations=_abbreviations(folder / "abbreviations.yaml", home),
        programmes=named,
    )


def _dictionary(
    folder: Path, own: tuple[_OwnWord, ...], loans: Collection[str]
) -> Callable[[str], bool]:
    from hunspell import Hunspell, HunspellFilePathError

    try:
        dictionary: Any = Hunspell("nl", hunspell_data_dir=str(folder / "nl"))
    except HunspellFilePathError as cause:
        raise ContentError(
            "the Dutch dictionary is missing",
            file="config/language/nl/nl.dic",
            remedy="Put nl.aff and nl.dic back; the README beside them says from where.",
        ) from cause
    for word in loans:  # they have a finding of their own
        dictionary.add(word)
    for one in own:
        if one.example and not dictionary.spell(one.example):
            raise ContentError(
                f"the dictionary does not know the example ‘{one.example}’",
                file=f"config/language/{OWN_WORDS}",
                line=one.line,
                remedy="Name a word with the same endings, or leave ‘/’ and the example out.",
            )
        if one.example:
            dictionary.add_with_affix(one.word, one.example)
        else:
            dictionary.add(one.word)

    @lru_cache(maxsize=50_000)  # a mail repeats its words, and a compound takes a while
    def knows(word: str) -> bool:
        return bool(dictionary.spell(word))

    return knows


def _own_words(file: Path, home: Path) -> Iterator[_OwnWord]:
    """One word a line; `#` begins a comment, `/` an example of its forms (Hunspell's own notation)."""
    seen: set[str] = set()
    for number, text in enumerate(read_text(file, home).splitlines(), 1):
        word, _, example = text.partition("#")[0].strip().replace("’", "'").partition("/")
        if word in seen:
            raise ContentError(
                f"‘{word}’ is there twice",
                file=f"config/language/{OWN_WORDS}",
                line=number,
                remedy="Keep one of the two.",
            )
        if word:
            seen.add(word)
            yield _OwnWord(word, example, number)


def _hard_words(file: Path, home: Path) -> Mapping[str, tuple[HardForm, ...]]:
    read, parsed = read_document(file, home, _HardWords)
    forms: dict[HardWord, tuple[str, ...]] = {}
    for field, given in (("official", read.official), ("english", read.english)):
        for written, plain in given.items():
            each = tuple(form.strip() for form in written.split(","))
            if "" in each:
                raise parsed.error(
                    (field, written), "a form is empty", "Write the forms divided by one comma."
                )
            forms[HardWord(each[0], plain, english=field == "english")] = each
    return index_forms(forms)


def _abbreviations(file: Path, home: Path) -> Abbreviations:
    read, parsed = read_document(file, home, _Abbreviations)
    twice = set(read.known) & set(read.meanings)
    if twice:
        raise _twice(parsed, min(twice))
    return Abbreviations(frozenset(read.known), dict(read.meanings))


def _twice(parsed: Parsed, word: str) -> ContentError:
    return parsed.error(
        ("meanings", word),
        f"‘{word}’ is also under known",
        "Keep it under known when everybody knows it, else under meanings.",
    )
