"""Foreign text made fit for every place it ends up in: mail header, XML, terminal and database."""

import re

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, surrogates and noncharacters break headers, XML and PostgreSQL; the marks that turn the
# direction of what follows (UAX 9) let one title change how its neighbours read.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ADDRESS = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+")
_UNFINISHED = re.compile(
    r"\{\{|\}\}|\{%|%\}|%%[A-Za-z_]+%%|\bTODO\b|\bXXX+\b|lorem ipsum|\*\|\w+\|\*"
    r"|\[(?:NAAM|VOORNAAM|DATUM|TITEL|PLAATS|LINK|BEDRAG|INVULLEN|TEKST)\b[^\]]*\]",
    re.IGNORECASE,
)


def unfinished(text: str) -> str:
    """The first mark of something that is still to be filled in; empty when there is none."""
    found = _UNFINISHED.search(text)
    return found[0] if found else ""


def readable(text: str) -> str:
    """The text without characters that are no text; every line end becomes a newline."""
    if text.isprintable():
        return text
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The readable text on one line, each run of white space as one space."""
    return " ".join(readable(text).split())


def without_addresses(text: str) -> str:
    """The text with each mail address in it left out: for what outlives an erasure."""
    return _ADDRESS.sub("(adres)", text)


def is_one_line(text: str) -> bool:
    """Whether the text can stand in a header as it is: no line end, tab or control character."""
    return text == readable(text) and "\n" not in text and "\t" not in text
