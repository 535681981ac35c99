"""templates/: the text of every template by its path, for the pure rendering floor."""

from pathlib import Path

from omroeper.adapters.content.documents import read_text
from omroeper.domain.errors import ContentError

_KINDS = {".mjml", ".html", ".txt", ".yaml", ".xml", ".css", ".svg", ".md"}


def read_templates(folder: Path, home: Path) -> dict[str, str]:
    """Every template's text by its path under templates/, such as `newsletter/newsletter.mjml`."""
    if not folder.is_dir():
        raise ContentError(
            "the folder is missing", file=str(folder), remedy="Take it from a copy of the project."
        )
    files = sorted(file for file in folder.rglob("*") if file.suffix in _KINDS)
    return {file.relative_to(folder).as_posix(): read_text(file, home) for file in files}
