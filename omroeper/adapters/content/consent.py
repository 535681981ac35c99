"""content/consent.yaml → what a person agrees to, by language."""

from pathlib import Path

from omroeper.adapters.content.documents import Document, Line, Prose, read_document
from omroeper.domain.consent import ConsentText
from omroeper.domain.errors import ContentError


class _File(Document):
    version: Line
    texts: dict[Line, Prose]


def require_opens_consent(home: Path, version: str) -> None:
    """Raise ContentError unless a text of its own asks to see who opens a mail, in this version.

    Agreeing to get a newsletter is another thing (AVG art. 7, Telecommunicatiewet art. 11.7a).
    """
    read, parsed = read_document(home / "content" / "consent-opens.yaml", home, _File)
    if read.version != version:
        told = f"OMROEPER_OPENS_CONSENT is ‘{version}’, and this text is ‘{read.version}’"
        raise parsed.error(("version",), told, "Name in that setting what readers agreed to.")
    signing_up, _ = read_document(home / "content" / "consent.yaml", home, _File)
    if read.version == signing_up.version or read.texts == signing_up.texts:
        told = "it is the text for signing up"
        raise parsed.error(("version",), told, "Ask for it apart, in words of its own.")


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
