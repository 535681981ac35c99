"""Files as people have them become tables; what is no list is named, and nothing is lost silently."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from omroeper.adapters.subscriber_files.reading import read_tables, tables_of
from omroeper.domain.errors import InvalidValue


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "email\tnaam\nanna@school.example\tZoë\n".encode("utf-16"),
        b"email,naam\ranna@school.example,Zo\xeb\r",
        "email;naam\n\n;\nanna@school.example;Zoë\n".encode("utf-8-sig"),
        workbook(("email", "naam"), (None, None), ("anna@school.example", "Zoë")),
    ],
)
def test_encodings_separators_and_sheets_as_people_have_them(content: bytes) -> None:
    (table,) = tables_of(content, "lijst")
    assert table.heads == ("email", "naam")
    assert [cells for _, cells in table.rows] == [("anna@school.example", "Zoë")]


def test_a_row_is_known_by_its_line() -> None:
    (csv,) = tables_of(b"email,naam\n\na@x.example,A\n", "lijst.csv")
    (excel,) = tables_of(workbook(("email",), (None,), ("a@x.example",)), "lijst.xlsx")
    assert [line for line, _ in csv.rows] == [3]
    assert [line for line, _ in excel.rows] == [3]


def test_a_date_in_excel_is_a_moment_and_a_number_a_text() -> None:
    content = workbook(("toestemming", "naam"), (datetime(2024, 10, 15, 9, 30), 5))  # noqa: DTZ001
    (table,) = tables_of(content, "lijst.xlsx")
    assert [cells for _, cells in table.rows] == [("2024-10-15T09:30:00", "5")]


def test_a_zip_gives_each_list_in_it() -> None:
    members = {"b__csv": b"email\nb@x.example\n", "a__CSV": b"email\n", "leesmij__txt": b"x"}
    found = tables_of(zipped(**members), "export.zip")
    assert [table.name for table in found] == ["a.CSV", "b.csv"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\x50\x4b\x00\x01", "no text file"),
        (b'email,naam\na@x.example,"Anna\nb@x.example,Bob\n', "quotation mark"),
        (b"email\n" + b"x" * 2_000_000, "line 2"),
        (zipped(leesmij__txt=b"x"), "no CSV file"),
        (zipped(**{"xl/workbook__xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "document type"),
        (zipped(**{"xl/workbook__xml": b"<a/>"}), "no Excel file"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "lijst"
    file.write_bytes(content)
    with pytest.raises(InvalidValue, match=told) as caught:
        read_tables(file)
    assert str(file) in caught.value.sentence


def test_a_zip_that_would_fill_the_memory_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("omroeper.adapters.subscriber_files.reading.MOST_UNPACKED", 10)
    with pytest.raises(InvalidValue, match="unpacks to more"):
        tables_of(zipped(a__csv=b"email\n" + b"x" * 20), "export.zip")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="cannot be read"):
        read_tables(tmp_path / "weg.csv")


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_whatever_a_file_holds_it_is_a_table_or_a_clear_error(content: bytes) -> None:
    try:
        tables = tables_of(content, "lijst.csv")
    except InvalidValue:
        return
    for table in tables:
        for _, cells in table.rows:
            assert all("\n" not in cell and "\x00" not in cell for cell in cells)
