"""A received mail taken apart: foreign bytes become plain strings here, and nothing can break out."""

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from bs4 import BeautifulSoup

from omroeper.domain.audience import normal_address
from omroeper.domain.errors import InvalidValue

LARGEST = 256 * 1024
"""Bytes that are read of a mail; a report stands at its beginning, the returned mail after it."""
_MOST_PARTS = 200
_LONGEST_TEXT = 20_000
_RETURNED = re.compile(
    r"^[ \t>*|]*(?:-+|=+)? *(?:original (?:message|mail)|returned (?:mail|message)|a copy of (?:the|your)|"
    r"here is a copy|included is a copy|below (?:this|the next) line|this is a copy of|start of returned|"
    r"header of the source mail|message (?:header|text|body)|unsent message|forwarded message|"
    r"the (?:header|following is)|the first \d+ lines|old message|oorspronkelijk bericht|"
    r"hieronder (?:volgt|staat)|ursprüngliche nachricht|message d'origine|--- Below)[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_BROKEN_LINE = re.compile(rb"=\r?\n")


def read_letter(content: bytes) -> Message:
    """The mail as the standard library sees it; of a longer one only the beginning."""
    return email.message_from_bytes(content[:LARGEST])


def parts_of(letter: Message) -> Iterator[Message]:
    """Its parts from the outside in, no more than a report could need."""
    for number, part in enumerate(letter.walk()):
        if number == _MOST_PARTS:
            return
        yield part


def header(letter: Message, name: str) -> str:
    """A header as text on one line; empty when it is not there."""
    found = (value for key, value in letter.raw_items() if key.lower() == name.lower())
    value = str(next(found, ""))
    text = value.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    with suppress(LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def addresses_in(*values: str) -> tuple[str, ...]:
    """What in these headers are addresses, each once; anything else is left out."""
    found = (usable_address(address) for _, address in getaddresses(values))
    return tuple(dict.fromkeys(address for address in found if address))


def usable_address(text: str) -> str:
    """The address, or nothing: reports hold fragments of all sorts where one should stand."""
    try:
        found = normal_address(text.strip().strip("<>"))
    except InvalidValue:
        return ""
    return found if "\ufffd" not in found else ""


def told_in(letter: Message) -> str:
    """What the report says for people: its text up to where the returned mail begins.

    A multipart whose boundary is wrong has no parts; then its raw text is taken.
    """
    shown = ("text/plain", "text/html")
    texts = [
        _text(part)
        for part in _own_parts(letter)
        if not part.is_multipart()
        and (part.get_content_type() in shown or part.get_content_maintype() == "multipart")
    ]
    whole = "\n".join(texts).replace("\r\n", "\n")[:_LONGEST_TEXT]
    cut = _RETURNED.search(whole)
    return whole[: cut.start()] if cut else whole


def everything_in(letter: Message, content: bytes) -> str:
    """All of it in one text to find tokens in, soft line breaks mended and encoded parts decoded."""
    raw = _BROKEN_LINE.sub(b"", content[:LARGEST]).decode("ascii", errors="replace")
    encoded = [
        _text(part)
        for part in parts_of(letter)
        if header(part, "Content-Transfer-Encoding").lower() == "base64"
        and part.get_content_maintype() == "text"
    ]
    return "\n".join([raw, *encoded])


def _own_parts(letter: Message) -> Iterator[Message]:
    """Its parts without those of a mail inside it."""
    yield letter
    if letter.get_content_maintype() != "message" and letter.is_multipart():
        for part in list(letter.get_payload())[:_MOST_PARTS]:
            if isinstance(part, Message):
                yield from _own_parts(part)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        text = payload.decode(part.get_content_charset() or "utf-8", errors="replace")
    except (LookupError, ValueError):
        text = payload.decode("latin-1")
    if part.get_content_type() == "text/html":
        return BeautifulSoup(text[: 5 * _LONGEST_TEXT], "html.parser").get_text("\n")
    return text
