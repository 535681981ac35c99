"""The mail, its archive page and the editor's page in a real Chromium, judged by axe-core."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from omroeper.domain.issue import Issue
from omroeper.wiring import Desk
from tests.fixtures_browser import Judge


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


def test_a_barrier_would_be_found(files: dict[str, str], judged: Judge) -> None:
    page = BeautifulSoup(files["archive.html"], "html.parser")
    assert page.main is not None
    page.main.append(
        BeautifulSoup('<img src="data:,"><p style="color:#999">Vaag</p>', "html.parser")
    )
    found = " ".join(judged(str(page)))
    assert "image-alt" in found
    assert "color-contrast" in found
