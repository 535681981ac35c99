"""A file → its tables: told apart by what is in it, not by its name."""

import io
import zipfile
from pathlib import Path, PurePosixPath

from omroeper.adapters.subscriber_files.csv_table import read_csv
from omroeper.adapters.subscriber_files.excel_table import read_excel
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_table import ListTable

MOST_UNPACKED = 500_000_000
"""Bytes. A list of a million people is a tenth of it; what unpacks to more is made to harm."""
_WORKBOOK = "xl/workbook.xml"


def read_tables(file: Path) -> tuple[ListTable, ...]:
    """Every table in the file; raises InvalidValue naming it and what is wrong with it."""
    try:
        content = file.read_bytes()
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be read ({cause.strerror})",
            thing=str(file),
            remedy="Check the name of the file.",
        ) from cause
    try:
        return tables_of(content, file.name)
    except InvalidValue as problem:
        raise InvalidValue(problem.problem, thing=str(file), remedy=problem.remedy) from problem


def tables_of(content: bytes, name: str) -> tuple[ListTable, ...]:
    """The tables in a file's content; a zip, as Mailchimp gives it, holds several."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return (read_csv(content, name),)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _require_modest(archive)
        if _WORKBOOK in archive.namelist():
            return (read_excel(content, archive, name),)
        lists = [one for one in archive.namelist() if _is_list(one)]
        if not lists:
            raise InvalidValue(
                "there is no CSV file in this zip",
                thing=name,
                remedy="Export the list again, or import the CSV file itself.",
            )
        return tuple(_member(archive, one) for one in sorted(lists))


def _member(archive: zipfile.ZipFile, member: str) -> ListTable:
    try:
        return read_csv(archive.read(member), PurePosixPath(member).name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as cause:
        raise InvalidValue(
            "a file in this zip cannot be unpacked (it is damaged, or has a password)",
            thing=member,
            remedy="Unpack it yourself and import the CSV files in it.",
        ) from cause


def _is_list(member: str) -> bool:
    path = PurePosixPath(member)
    return path.suffix.lower() == ".csv" and "__MACOSX" not in path.parts


def _require_modest(archive: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise InvalidValue(
            f"it unpacks to more than {MOST_UNPACKED // 1_000_000} MB",
            thing="subscribers file",
            remedy="Divide the list over several files.",
        )
