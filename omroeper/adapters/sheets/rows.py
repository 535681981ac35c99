"""CSV and Excel files as rows of named cells: the one place where they are taken apart."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from omroeper.domain.errors import SourceError
from omroeper.domain.matching import folded
from omroeper.domain.source import Source

MOST_ROWS = 5000
MOST_COLUMNS = 100
"""A file of 20 kB may have a cell in column 16,384 of every row."""
MOST_UNPACKED = 50 * 1024 * 1024
"""Bytes. An Excel file is a zip; one that unfolds to more is no list of news."""
_HEADER_WITHIN = 10
_NAMES = {
    "title": ("titel", "title", "kop", "onderwerp"),
    "text": ("tekst", "text", "omschrijving", "bericht", "inhoud", "beschrijving"),
    "programme": ("programma", "programme"),
    "date": ("datum", "date", "publicatiedatum", "gepubliceerd"),
    "link": ("link", "url", "website", "webadres"),
    "kind": ("soort", "type", "kind"),
    "starts": ("begin", "start", "aanvang", "begint", "van"),
    "ends": ("einde", "eind", "end", "eindigt", "tot", "tot en met"),
    "place": ("plaats", "locatie", "place"),
    "language": ("taal", "language"),
    "quotes_consent": ("toestemming", "toestemming voor citaten"),
    "id": ("id", "nummer", "kenmerk"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header; `number` as the spreadsheet shows it."""

    number: int
    cells: dict[str, object]

    def text(self, field: str) -> str:
        """A cell as text; a whole number without `.0`."""
        given = self.cells.get(field)
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        return "" if given is None else str(given).strip()


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a list may be called → their field; a header has the column `key`."""

    fields: Mapping[str, str]
    key: str
    remedy: str

    def field(self, name: object) -> str:
        return self.fields.get(folded(str(name or "")).strip(" :*"), "")

    def is_header(self, cells: Sequence[object]) -> bool:
        return self.key in map(self.field, cells)


NEWS = Columns(
    {name: field for field, names in _NAMES.items() for name in names},
    "title",
    "Name the columns in one row: titel, tekst, programma, datum, link, soort, begin.",
)


def read_rows(content: bytes, source: Source, columns: Columns = NEWS) -> tuple[Row, ...]:
    """The filled rows; raises SourceError malformed, too_large, entities or not_a_sheet."""
    table = list(islice(_table(content, source, columns), MOST_ROWS + _HEADER_WITHIN + 1))
    if len(table) > MOST_ROWS + _HEADER_WITHIN:
        raise _error("too_large", f"it has more than {MOST_ROWS} rows", source)
    top = enumerate(table[:_HEADER_WITHIN])
    header = next((number for number, cells in top if columns.is_header(cells)), None)
    if header is None:
        wanted = next(name for name, field in columns.fields.items() if field == columns.key)
        raise SourceError(
            "not_a_sheet",
            f"no row at its top has a column ‘{wanted}’",
            source=source.id,
            remedy=columns.remedy,
        )
    names = [columns.field(name) for name in table[header]]
    rows = (
        Row(number, {n: cell for n, cell in zip(names, cells, strict=False) if n and _filled(cell)})
        for number, cells in enumerate(table[header + 1 :], header + 2)
    )
    return tuple(row for row in rows if row.cells)


def _table(content: bytes, source: Source, columns: Columns) -> Iterator[Sequence[object]]:
    is_zip = content[:4] == b"PK\x03\x04"
    return _excel(content, source) if is_zip else _csv(content, source, columns)


def _csv(content: bytes, source: Source, columns: Columns) -> Iterator[Sequence[object]]:
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # Excel's ‘Unicode text’
        content = content.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    if b"\0" in content:
        raise _error("malformed", "it is no CSV or Excel file", source)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    delimiter = _delimiter(text, columns)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as cause:
        raise _error("malformed", f"it is no well-formed CSV ({cause})", source) from cause


def _delimiter(text: str, columns: Columns) -> str:
    """What divides the names of the header; the sentences below it hold more commas than that."""
    for line in text.splitlines()[:_HEADER_WITHIN]:
        for delimiter in ";\t,":
            if columns.is_header([name.strip(' "') for name in line.split(delimiter)]):
                return delimiter
    return max(";,\t", key=text[:2000].count)


def _require_no_entities(archive: zipfile.ZipFile, source: Source) -> None:
    """A workbook needs no document type; one is there to grow entities."""
    for part in archive.infolist():
        plain = archive.read(part).replace(b"\0", b"")
        if b"<!DOCTYPE" in plain:
            raise _error("entities", "its XML declares a document type", source)


def _excel(content: bytes, source: Source) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook  # half a second: only for who shares an Excel file

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise _error("too_large", "it unpacks to more than 50 MB", source)
            _require_no_entities(archive, source)
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
    except SourceError:
        raise
    except Exception as cause:  # whatever the library makes of foreign bytes
        problem = f"it is no Excel file that can be read ({type(cause).__name__})"
        raise _error("malformed", problem, source) from cause


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _error(reason: str, problem: str, source: Source) -> SourceError:
    remedy = "Save it again as .xlsx or as CSV (UTF-8), with only the list in it."
    return SourceError(reason, problem, source=source.id, remedy=remedy)
