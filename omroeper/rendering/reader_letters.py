"""Letters to readers, from templates/letters/<language>/: the first line is the subject."""

from jinja2 import Environment

from omroeper.domain.letter import Attachment, Letter
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.rendering.templates import fill


def reader_letter(
    environment: Environment,
    language: str,
    kind: ReaderMailKind,
    *attachments: Attachment,
    **values: object,
) -> Letter:
    """One letter in the reader's language; raises RenderingError."""
    text = fill(environment, f"letters/{language}/{kind.value}.txt", **values)
    subject, _, body = text.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n", attachments)
