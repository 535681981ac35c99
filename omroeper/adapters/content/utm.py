"""config/utm.yaml → UtmNames."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, Parsed, read_document
from omroeper.domain.utm import NEWSLETTER, Channel, UtmNames

_Name = Annotated[Line, Field(pattern=r"^(?:[a-z0-9._-]|\{newsletter\})+$", max_length=80)]
_USUAL = UtmNames()


class _Channel(Document):
    source: _Name
    medium: _Name


class _File(Document):
    mail: _Channel
    linkedin: _Channel


def read_utm(home: Path) -> UtmNames:
    """The registry; without the file the usual names. Raises ContentError naming line and remedy."""
    file = home / "config" / "utm.yaml"
    if not file.exists():
        return _USUAL
    read, parsed = read_document(file, home, _File)
    mail = Channel(read.mail.source, read.mail.medium)
    linkedin = Channel(read.linkedin.source, read.linkedin.medium)
    _require_apart(mail, linkedin, parsed)
    return UtmNames(mail, linkedin)


def _require_apart(mail: Channel, linkedin: Channel, parsed: Parsed) -> None:
    """Mail and LinkedIn must be told apart, and no medium may depend on the newsletter."""
    for name, channel in (("mail", mail), ("linkedin", linkedin)):
        if NEWSLETTER in channel.medium:
            told = "a medium is the same for every newsletter"
            raise parsed.error((name, "medium"), told, "Write a word, for example email.")
    if mail == linkedin:
        told = "mail and LinkedIn have the same names, so that their visits cannot be told apart"
        raise parsed.error(("linkedin", "source"), told, "Give LinkedIn a source of its own.")
