"""A shared list of posts: a row a post, columns named as the team names them, mistakes by row."""

import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from openpyxl import Workbook

from omroeper.adapters.content.linkedin import read_content_calendar
from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.adapters.sheets.posts import PostSheet, SheetOfPosts
from omroeper.domain.errors import ContentError
from omroeper.domain.post import PostState
from omroeper.domain.post_reading import PostReading

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
ROOM = read_newsroom(ROOT, ZONE, "agdb")
HEAD = "Kenmerk;Programma;Tekst;Moment;Auteur;Eigenaar;Link;Linktitel;UTM;Hashtags;Beeld;Alt-tekst;Rechten\n"
ROW = "7;sto;Kom naar de dag!;09-10-2024 10:00;Mila;sanne;https://ptvt.nl/a;De dag;agdb;#STO, Vmbo;;;\n"


def read(tmp_path: Path, given: str | bytes, **columns: str) -> PostReading:
    (tmp_path / "content/linkedin").mkdir(parents=True, exist_ok=True)
    (tmp_path / "content/linkedin/dag.png").write_bytes(b"png")
    content = given if isinstance(given, bytes) else given.encode()
    (tmp_path / "content/lijst.csv").write_bytes(content)
    sheet = SheetOfPosts("lijst.csv", columns)
    reader = PostSheet(sheet, httpx.Client(), tmp_path, ZONE, ROOM.programmes, ROOM.team)
    return reader.read()


def test_a_row_is_a_post(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD + ROW)
    (post,) = reading.posts
    assert reading.whole
    assert (post.id, post.programme, post.text) == ("lijst-7", "sto", "Kom naar de dag!")
    assert post.planned.astimezone(UTC) == datetime(2024, 10, 9, 8, tzinfo=UTC)
    assert (post.author, post.owner) == ("Mila Voorbeeld", "Sanne Voorbeeld")
    assert post.hashtags == ("STO", "Vmbo")
    assert post.link.endswith("utm_campaign=agdb&utm_content=lijst-7")
    assert post.state is PostState.IN_REVIEW
    assert read(tmp_path, HEAD + ROW) == reading


def test_an_excel_file_with_own_column_names_is_read_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Planning LinkedIn"])
    sheet.append(["Kenmerk", "Programma", "Wat we zeggen", "Dag en tijd", "Auteur", "Eigenaar"])
    sheet.append(
        [8, "Katapult", "Regel een\nregel twee", "9 oktober 2024, 10.00 uur", "Yusuf", "sanne"]
    )
    stream = io.BytesIO()
    book.save(stream)
    reading = read(tmp_path, stream.getvalue(), text="Wat we zeggen", planned="Dag en tijd")
    (post,) = reading.posts
    assert (post.id, post.text) == ("lijst-8", "Regel een\nregel twee")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("7;sto", "7;stoo", "row 3: there is no programme ‘stoo’"),
        ("09-10-2024 10:00", "woensdag", "row 3: ‘woensdag’ is no day and time"),
        ("sanne", "piet", "row 3: ‘piet’ is not of the team"),
        (";Mila;", ";;", "row 3: nobody is named who wrote it"),
        (";De dag;", ";;", "row 3: its link has no title"),
        ("https://ptvt.nl/a", "ptvt", "row 3: ‘ptvt’ is no web address"),
        (";;;\n", ";weg.png;Een dag.;Foto: M\n", "row 3: weg.png: it cannot be read"),
        (";;;\n", ";dag.png;Een dag.;\n", "row 3: dag.png has no rights"),
        ("7;sto", "6;sto", "row 3: ‘lijst-6’ is there twice"),
        ("Kom naar de dag!", "", "row 3: it has no text"),
    ],
)
def test_a_row_with_a_mistake_is_named_and_the_others_are_read(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in ROW
    reading = read(tmp_path, HEAD + ROW.replace("7;", "6;", 1) + ROW.replace(old, new))
    assert [post.id for post in reading.posts] == ["lijst-6"]
    assert not reading.whole
    (warning,) = reading.warnings
    assert told in warning
    assert warning.endswith(".")


def test_a_list_that_cannot_be_read_takes_nothing_away(tmp_path: Path) -> None:
    for content in ("Naam;Adres\nx;y\n", b"\0\1\2"):
        reading = read(tmp_path, content)
        assert (reading.posts, reading.whole, len(reading.warnings)) == ((), False, 1)


def calendar_of(tmp_path: Path, text: str) -> object:
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config/linkedin.yaml").write_text(text, encoding="utf-8")
    return read_content_calendar(tmp_path, ROOM.programmes, ROOM.team)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("owner: piet\n", r"linkedin.yaml:1 \[owner\]: nobody"),
        ("weights: {stoo: 2}\n", r"\[weights.stoo\]: there is no such programme"),
        ("weights: {sto: 0}\n", r"\[weights.sto\]: a weight is at least 1"),
        ("sheet: {address: x.csv, columns: {titel: A}}\n", "there is no such field"),
    ],
)
def test_what_the_config_names_must_be_there(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        calendar_of(tmp_path, text)


def test_without_a_file_everyone_weighs_the_same_and_the_first_editor_places() -> None:
    found = read_content_calendar(Path("/nowhere"), ROOM.programmes, ROOM.team)
    assert found.owner is not None
    assert found.owner.id == "sanne"
    assert set(found.weights.values()) == {1}
    assert "jet-net" not in found.weights  # ended
