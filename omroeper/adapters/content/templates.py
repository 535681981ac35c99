"""templates/: the text of every template by its path, for the pure rendering floor."""

import difflib
from pathlib import Path

from omroeper.adapters.content.documents import read_text, shown_name
from omroeper.domain.errors import ContentError

_OWN_ROOMS = ("newsletter/", "web/")
"""What of templates/ a newsletter may have a template of its own for."""
_KINDS = {".mjml", ".html", ".txt", ".yaml", ".xml", ".css", ".svg", ".md"}


def read_templates(folder: Path, home: Path) -> dict[str, str]:
    """Every template's text by its path under templates/, such as `newsletter/newsletter.mjml`."""
    if not folder.is_dir():
        raise ContentError(
            "the folder is missing", file=str(folder), remedy="Take it from a copy of the project."
        )
    return _texts(folder, home)


def with_own_templates(shared: dict[str, str], own: Path, home: Path) -> dict[str, str]:
    """The shared templates, with those of a newsletter's own folder in their place.

    Raises ContentError for one that stands for none of them, which would go unused.
    """
    texts = _texts(own, home)
    known = [name for name in shared if name.startswith(_OWN_ROOMS)]
    for name in texts:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise ContentError(
                "it takes the place of no template",
                file=shown_name(own / name, home),
                remedy=f"Did you mean {near[0]}?" if near else "Name it as in templates/.",
            )
    return {**shared, **texts}


def _texts(folder: Path, home: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.suffix in _KINDS)
    return {file.relative_to(folder).as_posix(): read_text(file, home) for file in files}
