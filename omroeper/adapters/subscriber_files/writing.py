"""A list as a CSV or Excel file that is safe to open: no cell of it is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell starts that a spreadsheet may run (OWASP, CSV Injection)."""


def list_content(heads: Sequence[str], rows: Iterable[Sequence[str]], form: str) -> bytes:
    """The file's bytes: `csv` as Dutch Excel opens it (semicolons, UTF-8 with its mark), or `xlsx`."""
    guarded = ([guard(cell) for cell in row] for row in rows)
    return _excel(heads, guarded) if form == "xlsx" else _csv(heads, guarded)


def guard(cell: str) -> str:
    """The cell, with an apostrophe before what would be a formula; reading takes it off again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def _excel(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # half a second: only for who wants an Excel file

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Abonnees")
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
