"""How LinkedIn reads and shows the text of a post: the fold, mentions, hashtags, imitated letters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from omroeper.domain.post import Mention

MOST_CHARACTERS = 3000
"""LinkedIn's own limit on a post's text."""
PHONE_FOLD = 140
DESKTOP_FOLD = 210
"""Characters before "… meer". LinkedIn publishes neither; both are what its pages were seen to do."""
FOLD_LINES = 3
MOST_HASHTAGS = 5
_HASHTAG = re.compile(r"(?<![\w#&])#(\w+)")
_AT = re.compile(r"(?<![\w.@])@(\w[\w.-]*)")
_CAPITALS_THAT_ARE_A_NAME = 5
"""A hashtag in capitals of at most this length is taken for an abbreviation."""
_IMITATED = re.compile(
    "[\U0001d400-\U0001d7ff\U0001f110-\U0001f189\u249c-\u24e9\uff21-\uff3a\uff41-\uff5a]+"
)
"""Mathematical, enclosed and full-width letters (Unicode blocks 1D400, 1F100, 2460, FF00)."""


class PieceKind(StrEnum):
    TEXT = "text"
    MENTION = "mention"
    HASHTAG = "hashtag"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a post's text; `urn` is the organisation of a mention."""

    kind: PieceKind
    text: str
    urn: str = ""


def hook(text: str) -> str:
    """The first line: what has to make a reader open the rest."""
    return text.strip().partition("\n")[0]


def folded_text(text: str, most: int) -> str:
    """What LinkedIn shows before "… meer": so many characters or three lines; the text if it fits."""
    lines = text.splitlines()
    shown = "\n".join(lines[:FOLD_LINES]).rstrip()
    if len(shown) > most:
        cut = shown[: most + 1].rpartition(" ")[0]
        shown = cut.rstrip() if len(cut) > most // 2 else shown[:most]
    return shown


def hashtags_in(text: str, given: Iterable[str] = ()) -> tuple[str, ...]:
    """Every hashtag without its `#`, each once: those written in the text, and those given apart."""
    return tuple(dict.fromkeys((*_HASHTAG.findall(text), *(tag.lstrip("#") for tag in given))))


def is_camel_case(tag: str) -> bool:
    """Whether a screen reader can tell the words of a hashtag apart (#GroeneBanen, #STO, #Mbo)."""
    if not tag.isalnum() or not (tag[0].isupper() or tag[0].isdigit()):
        return False
    return not tag.isupper() or len(tag) <= _CAPITALS_THAT_ARE_A_NAME


def imitated_letters(text: str) -> str:
    """The first run of letters that only look like letters; empty when there is none."""
    found = _IMITATED.search(text)
    return found[0] if found else ""


def unresolved_names(text: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """What stands after an @ in the text and is no mention of this post."""
    for mention in _longest_first(mentions):
        text = text.replace(f"@{mention.name}", " ")
    return tuple(dict.fromkeys(_AT.findall(text)))


def unused_mentions(text: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The names of mentions that the text does not hold as `@name`."""
    return tuple(one.name for one in mentions if f"@{one.name}" not in text)


def pieces_of(text: str, mentions: Iterable[Mention]) -> Iterator[Piece]:
    """The text in pieces, as LinkedIn makes links of its mentions, hashtags and addresses."""
    by_name = {one.name: one.urn for one in mentions}
    names = "|".join(re.escape(one.name) for one in _longest_first(mentions))
    named = rf"@(?P<mention>{names})|" if names else ""
    pattern = re.compile(rf"{named}(?<![\w#&])#(?P<hashtag>\w+)|(?P<link>https?://\S+)")
    end = 0
    for found in pattern.finditer(text):
        if found.start() > end:
            yield Piece(PieceKind.TEXT, text[end : found.start()])
        kind = PieceKind(found.lastgroup or "text")
        if kind is PieceKind.MENTION:
            name = found["mention"]
            yield Piece(kind, name, by_name[name])
        else:
            yield Piece(kind, found[0])
        end = found.end()
    if end < len(text):
        yield Piece(PieceKind.TEXT, text[end:])


def _longest_first(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda one: -len(one.name))
