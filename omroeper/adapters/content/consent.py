"""content/consent.yaml → what a person agrees to, by language."""

from pathlib import Path

from omroeper.adapters.content.documents import Document, Line, Prose, read_document
from omroeper.domain.consent import ConsentText
from omroeper.domain.errors import ContentError


class _File(Document):
    version: Line
    texts: dict[Line, Prose]


def read_consent(home: Path, language: str) -> ConsentText:
    """The words to agree to in a language; raises ContentError when there are none."""
    file = home / "content" / "consent.yaml"
    read, parsed = read_document(file, home, _File)
    text = read.texts.get(language)
    if text is None:
        error: ContentError = parsed.error(
            ("texts", language), "this language is missing", f"Add ‘{language}: …’ there."
        )
        raise error
    return ConsentText(read.version, language, text)
