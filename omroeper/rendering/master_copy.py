"""A mail built once, in pieces: what every reader gets, and the places of the reader's own parts.

The bytes of a copy are those that building it on its own would give. The placeholder and a token
are both letters and digits, as long as each other, so quoted-printable breaks its lines at the same
places; a soft line break may fall inside either (RFC 2045, §6.7).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.errors import RenderingError

SOFT_BREAK = b"=\r\n"
_PLACE = re.compile(b"(?:=\r\n)?".join(bytes([one]) for one in TOKEN_PLACEHOLDER.encode()))
_FIELD_END = re.compile(rb"\r\n(?![ \t])")
_LONGEST_LINE = 998
_DOTTED = b"\r\n."

Field = tuple[bytes, bytes]
"""A header field: its name in lower case, and the whole field without its last line end."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Bytes with places for parts of a token: one place between each two fixed pieces."""

    fixed: tuple[bytes, ...]
    places: tuple[slice, ...]

    def with_token(self, token: bytes) -> bytes:
        if not self.places:
            return self.fixed[0]
        parts = [self.fixed[0]]
        for place, fixed in zip(self.places, self.fixed[1:], strict=True):
            parts += (token[place], fixed)
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class MasterCopy:
    """Header fields in their order, and the body; both with places for what is a reader's own."""

    fields: tuple[tuple[bytes, Pieces], ...]
    body: Pieces
    dotted: bool

    def fields_for(self, token: bytes, own: Mapping[bytes, bytes]) -> list[Field]:
        """The header of one copy; `own` holds the fields that are the reader's own, by name."""
        return [
            (name, own[name] if name in own else pieces.with_token(token))
            for name, pieces in self.fields
        ]


def master_copy(content: bytes) -> MasterCopy:
    """Take a whole message with placeholders apart; raises RenderingError when it cannot be.

    No token holds a dot, so a line of a copy starts with one only where one does here.
    """
    head, _, body = content.partition(b"\r\n\r\n")
    return MasterCopy(
        dotted=_DOTTED in content,
        fields=tuple((name, split_at_token(field)) for name, field in header_fields(head)),
        body=split_at_token(body),
    )


def undotted(content: bytes) -> bytes:
    """The message with the dots that start a line of its quoted-printable body encoded.

    So no copy is looked through for them, and no relay on the way can add or lose one.
    """
    head, blank, body = content.partition(b"\r\n\r\n")
    return head + blank + body.replace(_DOTTED, b"\r\n=2E")


def header_fields(head: bytes) -> list[Field]:
    """The fields of a header in their order; a line that starts with white space goes on."""
    return [
        (field.partition(b":")[0].strip().lower(), field)
        for field in _FIELD_END.split(head.removesuffix(b"\r\n"))
    ]


def split_at_token(content: bytes) -> Pieces:
    """The content around each placeholder, and which part of the token goes in between."""
    fixed, places, at = [], [], 0
    for found in _PLACE.finditer(content):
        start, taken = found.start(), 0
        for run in found.group().split(SOFT_BREAK):
            fixed.append(content[at:start])
            places.append(slice(taken, taken + len(run)))
            taken += len(run)
            at, start = start + len(run), start + len(run) + len(SOFT_BREAK)
    return Pieces((*fixed, content[at:]), tuple(places))


def unbroken(fields: Iterable[Field], name: bytes) -> None:
    """Refuse a field that no longer holds its addresses as they are: too long, folded or encoded.

    An encoded word in List-Unsubscribe breaks one-click (RFC 8058, §3.1).
    """
    for known, field in fields:
        if known == name and (len(field) > _LONGEST_LINE or b"\r\n" in field or b"=?" in field):
            raise RenderingError(
                f"{name.decode()} cannot be written on one line of ASCII",
                thing="the header of the mail",
                remedy="Use a shorter web address, and a sender address without accents.",
            )
