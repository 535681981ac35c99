"""What a spreadsheet gets of a report: numbers as numbers, and no cell that is a formula."""

import csv
import io
from decimal import Decimal

from openpyxl import load_workbook

from omroeper.adapters.report_files import CSV_HEADS, report_csv, report_xlsx
from omroeper.domain.report_table import WITHHELD, Chapter, ReportTable, few

EVIL = '=HYPERLINK("https://x.example")'
TABLE = ReportTable(
    "berichten",
    "+Kliks per bericht",
    ("Bericht", "Kliks", "Per 100", "Bezoeken", "Waar"),
    (
        (EVIL, 1234, Decimal("12.5"), None, "@lead"),
        ("Gewoon", few(5), Decimal("-0.5"), WITHHELD, "theme"),
    ),
    note="-Let op",
)
CHAPTERS = (Chapter("gelezen", "Gelezen", ("Uitleg",), (TABLE,)), Chapter("leeg", "Leeg"))


def test_the_csv_has_a_line_for_each_number_and_says_why_one_is_missing() -> None:
    content = report_csv(CHAPTERS)
    assert content.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert tuple(heads) == CSV_HEADS
    assert rows[0] == ["Gelezen", "'+Kliks per bericht", "'" + EVIL, "Kliks", "1234", ""]
    values = {(row[2], row[3]): (row[4], row[5]) for row in rows}
    assert values["'" + EVIL, "Per 100"] == ("12,5", "")
    assert values["'" + EVIL, "Bezoeken"] == ("", "niet gemeten")
    assert values["'" + EVIL, "Waar"] == ("'@lead", "")
    assert values["Gewoon", "Kliks"] == ("", "< 5")
    assert values["Gewoon", "Bezoeken"] == ("", "afgeschermd")
    assert values["Gewoon", "Per 100"] == ("-0,5", "")  # a number of ours is no text


def test_the_excel_file_has_a_sheet_for_each_table_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(report_xlsx("Maandverslag", CHAPTERS)))
    assert book.sheetnames == ["Inhoud", "berichten"]
    sheet = book["berichten"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=3)]
    assert rows[0] == ["Bericht", "Kliks", "Per 100", "Bezoeken", "Waar"]
    assert rows[1] == ["'" + EVIL, 1234, 12.5, "niet gemeten", "'@lead"]
    assert rows[2] == ["Gewoon", "< 5", -0.5, "afgeschermd", "theme"]
    assert sheet["A5"].value == "'-Let op"
    assert {cell.data_type for one in book for row in one.iter_rows() for cell in row} <= {"s", "n"}
    contents = [[cell.value for cell in row] for row in book["Inhoud"].iter_rows(min_row=3)]
    assert contents == [
        ["Blad", "Tabel", "Toelichting"],
        ["berichten", "'+Kliks per bericht", "Uitleg -Let op"],
    ]
