"""content/evergreen: the project's own texts, and every mistake by its place."""

from pathlib import Path

import pytest

from omroeper.adapters.content.evergreens import read_evergreens
from omroeper.adapters.content.programmes import read_programmes
from omroeper.domain.errors import ContentError
from tests.adapters.content.test_team import PROGRAMMES

ROOT = Path(__file__).resolve().parents[3]
GOOD = (
    "---\ntitle: Techniek\nprogramme: sto\n%s---\nEen tekst\nop twee regels.\n\nNog een alinea.\n"
)


def write(home: Path, name: str, text: str) -> None:
    folder = home / "content" / "evergreen"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def test_a_text_is_read_whole(tmp_path: Path) -> None:
    fields = "link: https://x.example/\nterms: [vmbo]\nmonths: [9, 10]\nvalid_until: 2027-06-30\n"
    write(tmp_path, "sto-techniek", GOOD % fields)
    (text,) = read_evergreens(tmp_path, PROGRAMMES)
    assert (text.id, text.programme, text.terms, text.months) == (
        "sto-techniek", "sto", ("vmbo",), (9, 10)
    )  # fmt: skip
    assert text.text == "Een tekst op twee regels.\n\nNog een alinea."
    assert str(text.valid_until) == "2027-06-30"


def test_without_the_folder_there_are_none(tmp_path: Path) -> None:
    assert read_evergreens(tmp_path, PROGRAMMES) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GOOD.replace("sto", "stoo") % "", "evergreen/b.md:3 [programme]"),
        (GOOD % "months: [13]\n", "evergreen/b.md:4 [months.0]"),
        (GOOD % "link: ptvt.nl\n", "evergreen/b.md:4 [link]"),
        (GOOD % "", "evergreen/b.md:2 [title]"),
        ("---\ntitle: Leeg\nprogramme: sto\n---\n", "evergreen/b.md:2"),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, text: str, place: str) -> None:
    write(tmp_path, "a", GOOD % "")
    write(tmp_path, "b", text)
    with pytest.raises(ContentError) as mistake:
        read_evergreens(tmp_path, PROGRAMMES)
    assert place in str(mistake.value)


def test_our_own_texts_are_short_and_of_active_programmes() -> None:
    programmes = read_programmes(ROOT)
    found = read_evergreens(ROOT, programmes)
    assert len(found) >= 6
    for text in found:
        assert 50 <= len(text.text.split()) <= 130, text.id
        assert programmes.by_id[text.programme].status == "active", text.id
        assert text.terms, text.id
