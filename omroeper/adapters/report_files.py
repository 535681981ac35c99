"""A report as CSV and as an Excel file, with no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from omroeper.adapters.subscriber_files.writing import guard
from omroeper.domain.report_table import Cell, Chapter, Hidden, ReportTable

CSV_HEADS = ("onderdeel", "tabel", "regel", "kolom", "waarde", "toelichting")
_NOT_KNOWN = "niet gemeten"
_SHEET_NAME = 31
"""Excel takes no longer name of a sheet, and none with these characters."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST = 60


def report_csv(chapters: Sequence[Chapter]) -> bytes:
    """One line for each cell, as Dutch Excel opens it (semicolons, decimal comma, UTF-8 with its mark).

    A cell without a number is empty, and `toelichting` says why.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_HEADS)
    for chapter in chapters:
        for table in chapter.tables:
            for row in table.rows:
                for head, cell in zip(table.heads[1:], row[1:], strict=True):
                    value, why = _value(cell)
                    named = (chapter.title, table.title, str(row[0]), head)
                    writer.writerow([*map(guard, named), value, why])
    return stream.getvalue().encode("utf-8-sig")


def _value(cell: Cell) -> tuple[str, str]:
    if cell is None:
        return "", _NOT_KNOWN
    if isinstance(cell, Hidden):
        return "", cell.value
    if isinstance(cell, str):
        return guard(cell), ""
    return str(cell).replace(".", ","), ""


def report_xlsx(title: str, chapters: Sequence[Chapter]) -> bytes:
    """A sheet for each table, behind one that tells what is where; numbers are numbers."""
    from openpyxl import Workbook  # half a second: only for who wants an Excel file

    book = Workbook()
    book.properties.title = title
    book.properties.creator = "Omroeper"
    first = book.active
    first.title = "Inhoud"
    _fill(first, [(title,), (), ("Blad", "Tabel", "Toelichting"), *_contents(chapters)], head=3)
    for _, table in _tables(chapters):
        rows: list[Sequence[Cell]] = [table.heads, *table.rows]
        sheet = book.create_sheet(_sheet_name(table))
        _fill(sheet, rows, head=1)
        if table.note:
            sheet.append([])
            sheet.append([guard(table.note)])
        sheet.freeze_panes = "B2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _tables(chapters: Sequence[Chapter]) -> Iterator[tuple[Chapter, ReportTable]]:
    for chapter in chapters:
        for table in chapter.tables:
            if table.rows:
                yield chapter, table


def _contents(chapters: Sequence[Chapter]) -> Iterator[tuple[str, str, str]]:
    for chapter, table in _tables(chapters):
        yield _sheet_name(table), table.title, " ".join((*chapter.texts, table.note)).strip()


def _sheet_name(table: ReportTable) -> str:
    return table.id.translate(_FORBIDDEN)[:_SHEET_NAME]


def _fill(sheet: Any, rows: Sequence[Sequence[Cell]], *, head: int) -> None:
    """Write the rows, the one with the heads in bold; columns as wide as what is in them."""
    from openpyxl.styles import Alignment, Font

    widths: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            written = sheet.cell(number, column, _excel(cell))
            if isinstance(written.value, str):
                written.data_type = "s"  # never a formula, whatever it begins with
            written.alignment = Alignment(vertical="top", wrap_text=True)
            if number == head:
                written.font = Font(bold=True)
            if number >= head:
                widths[column] = max(widths.get(column, 8), len(str(written.value or "")))
    for column, width in widths.items():
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = min(width, _WIDEST) + 2


def _excel(cell: Cell) -> str | int | Decimal:
    if cell is None:
        return _NOT_KNOWN
    if isinstance(cell, Hidden):
        return cell.value
    return guard(cell) if isinstance(cell, str) else cell
