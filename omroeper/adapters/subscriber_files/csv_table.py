"""CSV as people have it: comma, semicolon or tab; UTF-8, Windows-1252 or Excel's UTF-16."""

import codecs
import csv
import io
from typing import TYPE_CHECKING

from omroeper.adapters.subscriber_files.writing import unguard
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_table import ListTable, Row
from omroeper.domain.text import one_line

if TYPE_CHECKING:
    from _csv import Reader


def read_csv(content: bytes, name: str) -> ListTable:
    """The table in a CSV file; raises InvalidValue when a row would lose people."""
    text = _decoded(content)
    head = text.replace("\r", "\n").partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    try:
        heads = tuple(map(one_line, next(reader, [])))
        return ListTable(name, heads, _rows(reader))
    except csv.Error as cause:
        raise InvalidValue(
            f"line {reader.line_num} or one above it is no row of a table ({cause})",
            thing=name,
            remedy="Look for a quotation mark too many there, or save the sheet as CSV again.",
        ) from cause


def _rows(reader: "Reader") -> list[Row]:
    return [
        (reader.line_num, tuple(unguard(one_line(cell)) for cell in cells))
        for cells in reader
        if any(map(str.strip, cells))
    ]


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise InvalidValue(
            "the file is empty", thing="subscribers file", remedy="Export the list again."
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise InvalidValue(
            "this is no text file",
            thing="subscribers file",
            remedy="Save the sheet as CSV or as .xlsx and import that.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
