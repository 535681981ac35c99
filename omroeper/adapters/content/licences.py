"""config/figures/licences.yaml: under which licence a kind of source lets its figures be used."""

from pathlib import Path

from omroeper.adapters.content.documents import Document, Line, WebAddress, read_document
from omroeper.adapters.datapackage import Licence


class _Licence(Document):
    kind: Line
    name: Line
    title: Line
    path: WebAddress | None = None


class _Licences(Document):
    licences: list[_Licence]


def read_licences(home: Path) -> dict[str, Licence]:
    """Licences by kind of source; raises ContentError for a kind that is there twice."""
    read, parsed = read_document(home / "config" / "figures" / "licences.yaml", home, _Licences)
    found: dict[str, Licence] = {}
    for index, one in enumerate(read.licences):
        if one.kind in found:
            raise parsed.error(
                ("licences", index, "kind"), f"‘{one.kind}’ is there twice", "Keep one of them."
            )
        found[one.kind] = Licence(one.name, one.title, one.path or "")
    return found
