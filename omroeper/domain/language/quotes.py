"""Who is quoted in a text, and whether it is noted that they agreed to it."""

import re
from collections.abc import Collection, Sequence

from omroeper.domain.language.tokens import masked

FEWEST_WORDS = 4
"""A quotation is this long; what is shorter is a title or a term."""
_QUOTE = re.compile(
    r"“([^”]+)”|„([^”“]+)[”“]|\"([^\"]+)\"|(?<!\w)[‘']((?:[^’'\n]|[’'](?=\w))+)[’'](?!\w)"
)
_VERB = (
    r"(?:zegt|zei|zeggen|vertelt|vertelde|aldus|volgens|stelt|stelde|vindt|vond|meent|benadrukt|benadrukte|"
    r"merkt|antwoordt|vraagt|noemt|reageert|besluit|concludeert|denkt|schrijft|schreef|waarschuwt|hoopt)"
)
_NO_NAMES = (
    "De|Het|Een|Zij|Ze|Hij|Wij|We|Ik|Je|Jij|U|Dat|Dit|Deze|Die|Er|Daar|Hier|Zo|Wie|Wat|Volgens|Maar|En|Want|"
    "Ook|Daarom|Onze|Ons|Haar|Zijn|Hun|Mijn|Als|Toen|Nu|In|Op|Met|Voor|Bij|Aan|Na|Over"
)
_PARTICLES = "van|de|der|den|het|ter|ten|te|el|al|’t"
_NAME = (
    rf"(?!(?:{_NO_NAMES})\b)[A-ZÀ-Þ][a-zà-ÿ’'-]+"
    rf"(?:(?: (?:(?:{_PARTICLES})\b|[A-Z]\.))* [A-ZÀ-Þ][\w’'-]+)*"
)
_ROLE = r"(?:,? [a-zà-ÿ’'&/-]+){0,6}?,?"
_AFTER = re.compile(rf"^[\s,.!?]*(?:(?:Dat|Dit|Zo) )?{_VERB}{_ROLE} (?P<name>{_NAME})")
_SPOKEN_BEFORE = re.compile(
    rf"(?P<name>{_NAME})(?:,[^.!?:“\"‘]{{0,80}},|(?: [a-zà-ÿ]+){{0,2}})? {_VERB}[^.!?“\"‘]{{0,60}}$"
)
_VERB_BEFORE = re.compile(rf"\b(?i:{_VERB}){_ROLE} (?P<name>{_NAME})[^.!?“\"‘]{{0,60}}$")
_PRONOUN_AFTER = re.compile(rf"^[\s,.!?]*{_VERB} (?:zij|ze|hij)\b")
_FULL_NAME = re.compile(rf"{_NAME}")
_REACH = 160
"""Characters around a quotation in which its speaker is looked for."""


def people_quoted(text: str, not_people: Collection[str] = ()) -> tuple[str, ...]:
    """The names of the people to whom the text gives words of their own, each once.

    `not_people` are names that are no person's: an organisation may be quoted without its leave.
    """
    plain = masked(text, not_people)
    names = (name for found in _QUOTE.finditer(plain) if (name := _speaker(plain, found)))
    return tuple(dict.fromkeys(names))


def without_consent(text: str, consent: str, not_people: Collection[str] = ()) -> tuple[str, ...]:
    """Those who are quoted and whom the note of consent does not name as the text does.

    A surname alone may be another's. Of particles, initials and capitals nothing is asked.
    """
    noted = _name_words(consent)
    return tuple(name for name in people_quoted(text, not_people) if not _is_noted(name, noted))


def _is_noted(name: str, noted: Sequence[str]) -> bool:
    """By the whole name, or by what stands before `van`, after which may be where somebody works."""
    own = _name_words(name.partition(" van ")[0])
    return _stands_in(_name_words(name), noted) or (len(own) > 1 and _stands_in(own, noted))


def _stands_in(name: Sequence[str], noted: Sequence[str]) -> bool:
    """Whether the words of the name follow each other in the note."""
    size = len(name)
    return any(noted[at : at + size] == name for at in range(len(noted) - size + 1))


def _name_words(text: str) -> list[str]:
    """The words that tell one name from another."""
    words = (word.casefold().replace("'", "’") for word in re.findall(r"[\w’'-]+", text))
    return [word for word in words if len(word) > 1 and word not in _PARTICLES.split("|")]


def _speaker(text: str, quote: re.Match[str]) -> str:
    said = next(part for part in quote.groups() if part is not None)
    if len(said.split()) < FEWEST_WORDS:
        return ""
    after = _AFTER.match(text[quote.end() : quote.end() + _REACH])
    if after:
        return after["name"]
    if _PRONOUN_AFTER.match(text[quote.end() :]):
        named = [name for name in _FULL_NAME.findall(text[: quote.start()]) if " " in name]
        return named[-1] if named else ""
    before = text[max(0, quote.start() - _REACH) : quote.start()].rpartition("\n")[2]
    for pattern in (_SPOKEN_BEFORE, _VERB_BEFORE):
        found = pattern.search(before)
        if found:
            return found["name"]
    return ""
