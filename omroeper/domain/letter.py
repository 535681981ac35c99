"""A mail to the operator or one of the team: plain text, and files that go with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file; `media_type` as in RFC 2046, such as `text/calendar`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written; `text` is Dutch."""

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
