"""The first sheet of an Excel file, read row by row."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from omroeper.adapters.subscriber_files.writing import unguard
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_table import ListTable, Row
from omroeper.domain.text import one_line

MOST_COLUMNS = 200


def read_excel(content: bytes, archive: zipfile.ZipFile, name: str) -> ListTable:
    """The table in an .xlsx; raises InvalidValue when it is none that can be read."""
    from openpyxl import load_workbook  # half a second: only for who has an Excel file

    _require_no_entities(archive, name)
    try:
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        rows = _rows(sheet.iter_rows(values_only=True))
        first = next(rows, None)
        return ListTable(name, first[1] if first else (), list(rows))
    except Exception as cause:  # whatever the library makes of foreign bytes
        raise InvalidValue(
            f"it is no Excel file that can be read ({type(cause).__name__})",
            thing=name,
            remedy="Save it again as .xlsx or as CSV (UTF-8), with only the list in it.",
        ) from cause


def _rows(found: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for line, cells in enumerate(found, 1):
        texts = tuple(map(_text, cells[:MOST_COLUMNS]))
        if any(texts):
            yield line, texts


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return unguard(one_line(cell))
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return one_line(str(cell))


def _require_no_entities(archive: zipfile.ZipFile, name: str) -> None:
    """A workbook needs no document type; one is there to grow entities."""
    for part in archive.infolist():
        if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
            raise InvalidValue(
                "its XML declares a document type",
                thing=name,
                remedy="Save it again as .xlsx or as CSV (UTF-8).",
            )
