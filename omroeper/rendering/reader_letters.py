"""Letters to readers, from templates/letters/<language>/: the first line is the subject."""

from jinja2 import Environment

from omroeper.domain.letter import Attachment, Letter
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.rendering.templates import fill


def letter_template(language: str, kind: ReaderMailKind) -> str:
    """The path under templates/ of a letter in a language."""
    return f"letters/{language}/{kind.value}.txt"


def reader_letter(
    environment: Environment,
    language: str,
    kind: ReaderMailKind,
    *attachments: Attachment,
    **values: object,
) -> Letter:
    """One letter in the reader's language; raises RenderingError."""
    text = fill(environment, letter_template(language, kind), **values)
    subject, _, body = text.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n", attachments)
