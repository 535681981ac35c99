"""The mail, its archive page and the editor's page in a real Chromium, judged by axe-core."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from omroeper.domain.issue import Issue
from omroeper.web.pages import pages_of
from omroeper.wiring import Desk
from tests.fixtures_browser import Judge
from tests.samples import edition

BARRIERS = """
<img src="data:,"><p style="color:#999">Vaag</p>
<ul style="font-size:12px;line-height:1"><li><a href="#a">Een</a></li><li><a href="#b">Twee</a></li></ul>
"""


@pytest.fixture
def each_database_url(tmp_path: Path) -> str:
    """One database is enough: what is judged does not depend on it."""
    return f"sqlite:///{tmp_path / 'access.db'}"


@pytest.fixture
def files(desk: Desk) -> dict[str, str]:
    made, _, _ = desk.build_edition(Issue.parse("2024-10"))
    return {name: str(content) for name, content in made.items()}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_no_page_keeps_a_reader_out(
    files: dict[str, str], judged: Judge, narrow: bool, dark: bool
) -> None:
    for name in ("newsletter.html", "archive.html", "preview.html"):
        assert judged(files[name], narrow=narrow, dark=dark) == [], name


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("newsletter", ["agdb", "internationaal"])
def test_no_page_of_the_web_keeps_a_reader_out(
    desk: Desk, judged: Judge, newsletter: str, narrow: bool
) -> None:
    pages = pages_of(desk).of_newsletter(newsletter)
    others = list(pages.others())
    rows = [(edition(), f"Maand {number} van een heel jaar", ()) for number in range(12)]
    made = {
        "start": pages.page("start", others=others),
        "archive": pages.page("archive", editions=rows, query="", others=[*others, *others]),
        "problem": pages.page("problem", status=404, unknown_link=False),
        "unknown link": pages.page("problem", status=404, unknown_link=True),
    }
    for name, page in made.items():
        assert judged(page, narrow=narrow) == [], name


def test_a_barrier_would_be_found(files: dict[str, str], judged: Judge) -> None:
    page = BeautifulSoup(files["archive.html"], "html.parser")
    assert page.main is not None
    page.main.append(BeautifulSoup(BARRIERS, "html.parser"))
    found = " ".join(judged(str(page)))
    assert "image-alt" in found
    assert "color-contrast" in found
    assert "target-size" in found
