"""Real pictures by a real browser; and what happens where there is none."""

import os
import struct
from pathlib import Path

import pytest

from omroeper.adapters import chromium
from omroeper.adapters.chromium import (
    PictureFailed,
    find_chromium,
    page_height,
    print_page,
    take_picture,
)
from tests.rendering.test_newsletter import SHOWN

needs_browser = pytest.mark.skipif(
    find_chromium() is None and os.environ.get("CI") != "true",
    reason="no Chromium on this machine (Debian, Ubuntu: apt install chromium)",
)


@needs_browser
@pytest.mark.parametrize(("width", "dark"), [(700, False), (500, True)])
def test_the_real_mail_gives_a_picture_of_the_asked_size(
    tmp_path: Path, width: int, dark: bool
) -> None:
    page = tmp_path / "mail.html"
    page.write_text(SHOWN.html, encoding="utf-8")
    picture = take_picture(page.as_uri(), tmp_path / "mail.png", width=width, height=900, dark=dark)
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (width, 900)
    assert picture.stat().st_size > 20_000  # a blank page compresses to a few kB


@needs_browser
def test_a_page_is_measured_so_that_its_picture_is_whole() -> None:
    page = '<!doctype html><html lang="nl"><body style="margin:0"><div style="height:{}px"></div>'
    assert page_height(page.format(3210), width=700) == 3210
    long = SHOWN.html.replace("Uitgave.", "Een alinea van veel woorden. " * 100)
    assert long != SHOWN.html
    narrow, wide = (page_height(long, width=width) for width in (500, 700))
    assert narrow > wide > page_height(SHOWN.html, width=700) > 1000


def test_without_a_browser_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "find_chromium", lambda: None)
    with pytest.raises(PictureFailed, match="apt install chromium"):
        take_picture("file:///x", tmp_path / "x.png", width=1, height=1)


def test_a_browser_that_fails_is_no_disaster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "find_chromium", lambda: Path("/bin/false"))
    with pytest.raises(PictureFailed, match="gave no picture"):
        take_picture("file:///x", tmp_path / "x.png", width=1, height=1)


@needs_browser
def test_a_page_is_printed_with_tags_and_an_outline(tmp_path: Path) -> None:
    page = (
        '<!doctype html><html lang="nl"><title>Verslag</title><h1>Verslag</h1><p>Tekst</p></html>'
    )
    printed = print_page(page, tmp_path / "reports" / "x.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert b"/MarkInfo" in printed  # tagged, ISO 32000-1 §14.8
    assert b"/StructTreeRoot" in printed
    assert b"/Outlines" in printed


def test_without_a_browser_nothing_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "find_chromium", lambda: None)
    with pytest.raises(PictureFailed, match="apt install chromium"):
        print_page("<p>x</p>", tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
