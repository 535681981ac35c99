"""Shared sheets: CSV as Dutch Excel writes it, and .xlsx; each row an item or a reason."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.dutch_dates import read_moment
from omroeper.adapters.feeds.fetching import MOST_BYTES
from omroeper.adapters.sheets import SheetReader
from omroeper.adapters.sheets.rows import MOST_COLUMNS, MOST_ROWS, NEWS, _table, read_rows
from omroeper.domain.errors import SourceError
from omroeper.domain.item import CANCELLED, UNKNOWN_DATE, Item, ItemKind
from omroeper.domain.source import Reading, Source, SourceKind, Validators
from tests.adapters.test_feeds import NOW, Site, body, site

__all__ = ["site"]
AT_TEN = datetime.combine(date(2024, 11, 19), time(10))  # as a spreadsheet has it: without a zone
ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
PROGRAMMES = read_programmes(ROOT)
SHEET = Source("lijst", "Lijst", SourceKind.SHEET, "lijst.csv", "sto")
CSV = (
    "Titel;Tekst;Programma;Datum;Link;Soort;Begin;Einde;Plaats\n"
    "Café open;Kom langs;Techkwadraat;15-10-2024;https://x.example/a;nieuws;;;\n"
    "Netwerkdag;;katapult;;;agenda;19-11-2024 10:00;19-11-2024 16:30;Utrecht\n"
    ";;;;;;;;\n"
)


def read(content: bytes, tmp_path: Path, validators: Validators | None = None) -> Reading:
    (tmp_path / "content").mkdir(exist_ok=True)
    (tmp_path / "content" / "lijst.csv").write_bytes(content)
    reader = SheetReader(httpx.Client(), tmp_path, ZONE, PROGRAMMES)
    return reader.read(SHEET, validators or Validators(), NOW)


def excel(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def only(reading: Reading) -> Item:
    (item,) = reading.items
    return item


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode("utf-8-sig"),
        CSV.encode("cp1252"),
        CSV.replace(";", ",").encode(),
        CSV.replace(";", "\t").encode(),
        b"Lijst van de redactie;;\n;;\n" + CSV.encode(),
        CSV.encode("utf-16"),
        CSV.replace("Kom langs", "Kom langs" + ", en nog eens" * 40).encode(),
    ],
    ids=[
        "utf-8 with mark",
        "cp1252",
        "commas",
        "tabs",
        "a line above the header",
        "Excel's Unicode text",
        "commas in its sentences",
    ],
)
def test_a_csv_gives_news_and_events(content: bytes, tmp_path: Path) -> None:
    news, event = read(content, tmp_path).items
    assert (news.title, news.programme, news.link) == (
        "Café open", "techkwadraat", "https://x.example/a",
    )  # fmt: skip
    assert news.published == datetime(2024, 10, 15, tzinfo=ZONE)
    assert (event.kind, event.place, event.flags) == (ItemKind.EVENT, "Utrecht", ())
    assert event.starts == datetime(2024, 11, 19, 10, tzinfo=ZONE)
    assert event.ends == datetime(2024, 11, 19, 16, 30, tzinfo=ZONE)


def test_excel_dates_and_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    content = excel(
        ["Agenda 2024", None, None, None],
        ["id", "Kop", "Begin", "Eind"],
        [7.0, "Netwerkdag", AT_TEN, date(2024, 11, 20)],
        [8, "Slotdag", date(2024, 12, 3), None],
    )
    first, second = read(content, tmp_path).items
    assert first.starts == datetime(2024, 11, 19, 10, tzinfo=ZONE)
    assert first.ends == datetime(2024, 11, 20, tzinfo=ZONE)
    assert second.starts == datetime(2024, 12, 3, tzinfo=ZONE)
    moved = excel(["id", "Kop", "Begin"], [7, "Netwerkdag", AT_TEN + timedelta(days=7)])
    assert only(read(moved, tmp_path)).key == first.key  # an id holds whatever changes


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (";Tekst;sto;;;;;;", "row 2: it has no title"),
        ("A;T;bestaat-niet;;;;;;", "there is no programme ‘bestaat-niet’"),
        ("A;T;sto;morgen;;;;;", "‘morgen’ is no day. Write it as 15-10-2024"),
        ("A;T;sto;31-02-2024;;;;;", "‘31-02-2024’ is no day"),
        ("A;;sto;;ptvt.nl;;;;", "‘ptvt.nl’ is no web address"),
        ("A;;sto;;javascript:x;;;;", "is no web address"),
        ("A;;sto;;;agenda;;;", "‘A’ is an event without a day"),
        ("A;;sto;;;feest;;;", "‘feest’ is no kind"),
        ("A;;sto;1-10-2024;;;;;", "‘A’ tells nothing"),
        ("A;T;sto;1-1-2099;;;;;", "‘A’ is dated 01-01-2099, which is still to come"),
        ("A;;sto;;;agenda;2-12-2024;1-12-2024;", "‘A’ ends before it starts"),
    ],
)
def test_a_row_that_does_not_fit_is_told_by_number_and_the_others_go_on(
    row: str, told: str, tmp_path: Path
) -> None:
    header = CSV.partition("\n")[0]
    reading = read(f"{header}\n{row}\nGoed;Tekst;sto;1-10-2024;;;;;\n".encode(), tmp_path)
    assert only(reading).title == "Goed"
    (warning,) = reading.warnings
    assert told in warning
    assert not reading.whole


def test_what_a_row_leaves_out_is_taken_from_the_source(tmp_path: Path) -> None:
    item = only(read(b"titel;tekst\nZonder datum;Tekst\n", tmp_path))
    assert (item.programme, item.language, item.flags) == ("sto", "nl", (UNKNOWN_DATE,))
    off = only(read(b"titel;soort;begin\nDag;afgelast;19-11-2024\n", tmp_path))
    assert (off.kind, off.flags) == (ItemKind.EVENT, (CANCELLED,))


def test_a_row_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    reading = read(b"titel;datum;tekst\nA;1-10-2024;T\na;01-10-2024;T\n", tmp_path)
    assert only(reading).title == "A"
    assert "row 3: ‘a’ is there twice" in reading.warnings[0]


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    first = read(CSV.encode(), tmp_path)
    again = read(CSV.encode(), tmp_path, first.validators)
    assert again.not_modified
    assert first.whole


def test_a_shared_sheet_on_the_web_is_fetched_like_a_feed(site: Site, tmp_path: Path) -> None:
    from omroeper.adapters.feeds.fetching import make_client

    site.answer = body(CSV.encode())
    shared = Source("web", "Web", SourceKind.SHEET, site.url, "sto")
    with make_client(allow_private=True) as client:
        reading = SheetReader(client, tmp_path, ZONE, PROGRAMMES).read(shared, Validators(), NOW)
    assert len(reading.items) == 2
    with make_client() as client, pytest.raises(SourceError, match="no public address"):
        SheetReader(client, tmp_path, ZONE, PROGRAMMES).read(shared, Validators(), NOW)


def bomb() -> bytes:
    """An .xlsx whose sheet unfolds to 60 MB."""
    whole, stream = excel(["titel"], ["A"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            padding = b" " * 60_000_000 if name.endswith("sheet1.xml") else b""
            new.writestr(name, old.read(name) + padding)
    return stream.getvalue()


def laughs() -> bytes:
    """An .xlsx whose sheet would grow a billionfold."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'.encode()
    whole, stream = excel(["titel"], ["A"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = doctype + content.replace(b">A<", b">&l9;<")
                assert b"&l9;" in content
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_sheet"),
        (b"<html><body>Inloggen</body></html>", "not_a_sheet"),
        (b"naam;adres\nx;y\n", "not_a_sheet"),
        (b"titel\0;x", "malformed"),
        (b"PK\x03\x04kapot", "malformed"),
        (b"titel\n" + b"A\n" * (MOST_ROWS + 20), "too_large"),
        (b'titel\n"' + b"x" * 200_000 + b'"\n', "malformed"),
        (bomb(), "too_large"),
        (laughs(), "entities"),
        (b"titel\n" + b"x" * MOST_BYTES, "too_large"),
    ],
    ids=[
        "empty",
        "a login page",
        "no title",
        "NUL",
        "broken zip",
        "long",
        "huge cell",
        "bomb",
        "laughs",
        "more bytes than a list has",
    ],
)
def test_what_is_no_list_is_refused_by_name(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(content, tmp_path)
    assert caught.value.reason == reason


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    reader = SheetReader(httpx.Client(), tmp_path, ZONE, PROGRAMMES)
    with pytest.raises(SourceError, match=r"content/lijst\.csv cannot be read"):
        reader.read(SHEET, Validators(), NOW)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-10-15", datetime(2024, 10, 15, tzinfo=ZONE)),
        ("2024-10-15T10:00:00+00:00", datetime(2024, 10, 15, 12, tzinfo=ZONE)),
        ("15/10/2024 9:05", datetime(2024, 10, 15, 9, 5, tzinfo=ZONE)),
        ("dinsdag 15 oktober 2024, 10.00 uur", datetime(2024, 10, 15, 10, tzinfo=ZONE)),
        ("1 mrt. 2024", datetime(2024, 3, 1, tzinfo=ZONE)),
        ("1 maart 2024", datetime(2024, 3, 1, tzinfo=ZONE)),
        ("15-10-24", None),
        ("31-04-2024", None),
        ("1-1-1970", None),
        ("3 foo 2024", None),
        ("", None),
        (None, None),
    ],
)
def test_days_are_read_as_people_write_them(written: object, meant: datetime | None) -> None:
    assert read_moment(written, ZONE) == meant


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda b: b"PK\x03\x04" + b)))
def test_any_bytes_give_rows_or_a_named_reason(content: bytes) -> None:
    try:
        reason = "" if read_rows(content, SHEET) else "no rows"
    except SourceError as error:
        reason = error.reason
    assert reason in {"", "no rows", "not_a_sheet", "malformed", "too_large", "entities"}


def test_a_row_that_is_very_wide_costs_no_memory() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["titel"])
    sheet.cell(2, 1, "Kop")
    sheet.cell(2, 16_384, "ver weg")
    stream = io.BytesIO()
    book.save(stream)
    assert max(len(row) for row in _table(stream.getvalue(), SHEET, NEWS)) <= MOST_COLUMNS


def test_consent_for_quotes_has_a_column_of_its_own(tmp_path: Path) -> None:
    noted = "Titel;Tekst;Programma;Toestemming\nDag;Hoi;sto;Mila Voorbeeld, per mail\n"
    assert only(read(noted.encode(), tmp_path)).quotes_consent == "Mila Voorbeeld, per mail"
    assert [item.quotes_consent for item in read(CSV.encode(), tmp_path).items] == ["", ""]
