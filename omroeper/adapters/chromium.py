"""Pictures and prints of pages and mails by a headless Chromium, where one is installed."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from omroeper.domain.errors import OmroeperError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # the desk may run as root in a container; only our own pages are shown
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class PictureFailed(OmroeperError):
    """No picture could be made; the page itself is still there."""


def find_chromium() -> Path | None:
    """The browser on this machine, or None."""
    found = (shutil.which(name) for name in _NAMES)
    return next((Path(path) for path in found if path), None)


def take_picture(
    address: str,
    picture: Path,
    *,
    width: int,
    height: int,
    dark: bool = False,
    timeout_seconds: float = 60,
) -> Path:
    """A PNG of a page (a file:// or http address), width × height in CSS pixels.

    Raises PictureFailed when there is no browser or it does not answer.
    """
    picture.parent.mkdir(parents=True, exist_ok=True)
    colours = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0") if dark else ()
    size = f"--window-size={width},{height}"
    _run((*colours, size, f"--screenshot={picture}", address), picture.name, timeout_seconds)
    if not picture.is_file():
        raise PictureFailed(
            "the browser wrote no picture",
            thing=picture.name,
            remedy="Look at the page itself; the rest goes on.",
        )
    return picture


def print_page(html: str, target: Path, *, timeout_seconds: float = 60) -> Path:
    """A page of our own as a PDF with tags and an outline, for who reads it with a screen reader.

    Raises PictureFailed when there is no browser or it does not answer; then there is no file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="omroeper-page-") as folder:
        page, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        flags = ("--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf")
        _run((*flags, f"--print-to-pdf={printed}", page.as_uri()), target.name, timeout_seconds)
        if not printed.is_file():
            raise PictureFailed(
                "the browser wrote no PDF",
                thing=target.name,
                remedy="Print the page itself; the rest goes on.",
            )
        shutil.copyfile(printed, target)
    return target


def page_height(html: str, *, width: int, timeout_seconds: float = 60) -> int:
    """How high a page of our own is at this width, in CSS pixels; raises PictureFailed."""
    script = "document.documentElement.dataset.height = document.documentElement.scrollHeight"
    with tempfile.TemporaryDirectory(prefix="omroeper-page-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(f"{html}<script>{script}</script>", encoding="utf-8")
        size = f"--window-size={width},600"
        dom = _run((size, "--dump-dom", page.as_uri()), page.name, timeout_seconds)
    found = re.search(r'<html[^>]*\bdata-height="(\d+)"', dom)
    if found is None:
        raise PictureFailed(
            "the browser could not measure the page",
            thing="Chromium",
            remedy="Look at the page itself; the rest goes on.",
        )
    return int(found[1])


def _run(arguments: Sequence[str], thing: str, timeout_seconds: float) -> str:
    """What the browser wrote to its standard output."""
    browser = find_chromium()
    if browser is None:
        raise PictureFailed(
            "there is no browser to make a picture or a print with",
            thing="Chromium",
            remedy="Install it (Debian, Ubuntu: apt install chromium), or do without.",
        )
    with tempfile.TemporaryDirectory(prefix="omroeper-browser-") as profile:
        command = [str(browser), *_FLAGS, f"--user-data-dir={profile}", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command and our own page
                command, capture_output=True, timeout=timeout_seconds, check=True
            )
        except (subprocess.SubprocessError, OSError) as cause:
            raise PictureFailed(
                f"the browser gave no picture ({type(cause).__name__})",
                thing=thing,
                remedy="Look at the page itself; the rest goes on.",
            ) from cause
    return done.stdout.decode(errors="replace")
