"""LinkedIn's own export of a page's posts, as its admin downloads it (Analytics, Content, Export).

Read is the sheet “All posts”: a line of explanation, then the heads, then a row a post. The heads
were checked against three public programs that read such files: Post title, Post link, Post type,
Campaign name, Posted by, Created date, Campaign start date, Campaign end date, Audience, Impressions,
Views (Excluding offsite video views), Offsite Views, Clicks, Click through rate (CTR), Likes,
Comments, Reposts, Follows, Engagement rate, Content Type. We had no file of LinkedIn's own to try.
Older files say “Update link” and “Shares”. LinkedIn writes `.xls`, which is read after it is saved
as `.xlsx`. Its figures are taken as totals since the post was placed, like those of the API.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from omroeper.domain.errors import InvalidValue
from omroeper.domain.linkedin_export import ExportedPost, PostExport
from omroeper.domain.matching import folded

_MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_ROWS = 20_000
_HEADER_WITHIN = 10
_LINKS = ("post link", "update link", "link naar bericht")
_TITLES = ("post title", "update title", "titel van bericht")
_METRICS = {
    "impressions": "impressionCount",
    "clicks": "clickCount",
    "likes": "likeCount",
    "reactions": "likeCount",
    "comments": "commentCount",
    "reposts": "shareCount",
    "shares": "shareCount",
}
"""Their heads → the names that the API gives the same figures."""


def read_export(file: Path) -> PostExport:
    """The rows of the file; raises InvalidValue for what is no such file."""
    try:
        content = file.read_bytes()
    except OSError as cause:
        problem = f"it cannot be read ({cause.strerror})"
        raise _error(file, problem, "Name a file that is there.") from cause
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        problem = "it is in Excel's old format (.xls), as LinkedIn gives it"
        raise _error(file, problem, "Open it in Excel or LibreOffice and save it as .xlsx.")
    if len(content) > _MOST_BYTES:
        raise _error(file, "it is larger than 20 MB", "Export a shorter period.")
    for heads, rows in _sheets(file, content):
        link = next((heads.index(name) for name in _LINKS if name in heads), None)
        if link is not None and set(heads) & set(_METRICS):
            return PostExport(tuple(_posts(heads, rows, link)))
    remedy = "Download it anew: Analytics, Content, Export; it has the sheet ‘All posts’."
    raise _error(file, "no sheet of it has the columns ‘Post link’ and ‘Impressions’", remedy)


def _sheets(file: Path, content: bytes) -> Iterator[tuple[list[str], list[tuple[int, Any]]]]:
    """Of each sheet the row that looks most like heads, and the numbered rows below it."""
    from openpyxl import load_workbook  # half a second: only for who reads one

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise _error(file, "it unpacks to more than 100 MB", "Export a shorter period.")
            if any(b"<!DOCTYPE" in archive.read(one)[:2000] for one in archive.infolist()):
                raise _error(file, "its XML declares a document type", "Save it again as .xlsx.")
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [
                row
                for _, row in zip(
                    range(_MOST_ROWS), sheet.iter_rows(values_only=True), strict=False
                )
            ]
            for number, cells in enumerate(rows[:_HEADER_WITHIN], 1):
                heads = [folded(str(cell or "")).strip() for cell in cells]
                if set(heads) & set(_LINKS):
                    yield heads, list(enumerate(rows[number:], number + 1))
    except InvalidValue:
        raise
    except Exception as cause:  # whatever the library makes of foreign bytes
        problem = f"it is no Excel file that can be read ({type(cause).__name__})"
        raise _error(file, problem, "Save it again as .xlsx.") from cause


def _posts(
    heads: Sequence[str], rows: Sequence[tuple[int, Any]], link: int
) -> Iterator[ExportedPost]:
    title = next((heads.index(name) for name in _TITLES if name in heads), None)
    for number, cells in rows:
        address = str(cells[link] or "").strip() if link < len(cells) else ""
        if not any(cell not in (None, "") for cell in cells):
            continue
        totals, misfit = _totals(heads, cells)
        told = str(cells[title] or "") if title is not None else ""
        yield ExportedPost(number, address, " ".join(told.split())[:60], totals, misfit)


def _totals(heads: Sequence[str], cells: Sequence[object]) -> tuple[dict[str, int], str]:
    """The row's figures; an empty cell is none, and what is no whole number is named."""
    totals: dict[str, int] = {}
    for head, cell in zip(heads, cells, strict=False):
        metric = _METRICS.get(head)
        if metric is None or cell in (None, "", "-"):
            continue
        number = _whole(cell)
        if number is None:
            return {}, f"‘{str(cell)[:20]}’ in ‘{head}’ is no whole number"
        totals[metric] = number
    return totals, ""


def _whole(cell: object) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    digits = str(cell).strip().replace("\u00a0", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _error(file: Path, problem: str, remedy: str) -> InvalidValue:
    return InvalidValue(problem, thing=file.name, remedy=remedy)
