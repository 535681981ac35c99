r"""A reader of "little text", letter by letter after the published grammar.

It shares nothing with how the desk writes it, so that a mistake there shows here.
"""

import re
from dataclasses import dataclass

_RESERVED = frozenset("\\|{}@[]()<>#*_~")
_SIGNS = frozenset("#＃")
_MEMBER = re.compile(r"urn:li:(?:organization|person):\w+")


@dataclass(frozen=True, slots=True)
class Element:
    """A piece of a post: text, hashtag or mention (of `urn`)."""

    kind: str
    text: str
    urn: str = ""


def read_little(text: str) -> tuple[tuple[Element, ...], int]:
    """The elements up to the first thing that is not little text, and where that stands."""
    elements: list[Element] = []
    place = 0
    while place < len(text):
        found = _element(text, place)
        if found is None:
            break
        element, place = found
        if element.kind == "text" and elements and elements[-1].kind == "text":
            element = Element("text", elements.pop().text + element.text)
        elements.append(element)
    return tuple(elements), place


def cut_like_linkedin(text: str) -> str:
    """What LinkedIn keeps of a text: the rest is dropped without a word."""
    return text[: read_little(text)[1]]


def as_linkedin_gives_back(text: str) -> str:
    """The text as a read gives it: every hashtag as a template."""
    return "".join(_written(element) for element in read_little(text)[0])


def as_shown(text: str) -> str:
    """What a reader sees."""
    signs = {"text": "", "hashtag": "#", "mention": "@"}
    return "".join(signs[one.kind] + one.text for one in read_little(text)[0])


def _element(text: str, place: int) -> tuple[Element, int] | None:
    sign = text[place]
    if sign == "\\":
        return _escape(text, place)
    if sign == "#":
        return _hashtag(text, place)
    if sign == "@":
        return _mention(text, place)
    if sign == "{":
        return _template(text, place)
    return None if sign in _RESERVED else (Element("text", sign), place + 1)


def _escape(text: str, place: int) -> tuple[Element, int] | None:
    following = text[place + 1 : place + 2]
    return (Element("text", following), place + 2) if following in _RESERVED and following else None


def _hashtag(text: str, place: int) -> tuple[Element, int] | None:
    end = place + 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return (Element("hashtag", text[place + 1 : end]), end) if end > place + 1 else None


def _mention(text: str, place: int) -> tuple[Element, int] | None:
    if text[place + 1 : place + 2] != "[":
        return None
    name, after = _until(text, place + 2, "]")
    if after is None or text[after : after + 1] != "(":
        return None
    end = text.find(")", after)
    urn = text[after + 1 : end]
    if end < 0 or not _MEMBER.fullmatch(urn):
        return None
    return Element("mention", name, urn), end + 1


def _template(text: str, place: int) -> tuple[Element, int] | None:
    head, after = _until(text, place + 1, "|")
    if after is None or head != "hashtag":
        return None
    sign, after = _until(text, after, "|")
    if after is None or sign not in _SIGNS:
        return None
    tag, after = _until(text, after, "}")
    return (Element("hashtag", tag), after) if after is not None and tag else None


def _until(text: str, place: int, stop: str) -> tuple[str, int | None]:
    """The text up to an unescaped `stop`, and the place after it; None when there is none."""
    read = ""
    while place < len(text) and text[place] != stop:
        if text[place] == "\\":
            place += 1
            if place == len(text):
                return read, None
        elif text[place] in _RESERVED:
            return read, None
        read += text[place]
        place += 1
    return read, place + 1 if place < len(text) else None


def _written(element: Element) -> str:
    escaped = "".join(f"\\{sign}" if sign in _RESERVED else sign for sign in element.text)
    if element.kind == "hashtag":
        return rf"{{hashtag|\#|{escaped}}}"
    return f"@[{escaped}]({element.urn})" if element.kind == "mention" else escaped
