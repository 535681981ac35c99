"""Pictures of pages and mails by a headless Chromium, where one is installed."""

import shutil
import subprocess
import tempfile
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
    browser = find_chromium()
    if browser is None:
        raise PictureFailed(
            "there is no browser to make a picture with",
            thing="Chromium",
            remedy="Install it (Debian, Ubuntu: apt install chromium), or do without pictures.",
        )
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="omroeper-browser-") as profile:
        command = [
            str(browser),
            *_FLAGS,
            *(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []),
            f"--user-data-dir={profile}",
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
            address,
        ]
        try:
            subprocess.run(  # noqa: S603 - a fixed command and our own page
                command, capture_output=True, timeout=timeout_seconds, check=True
            )
        except (subprocess.SubprocessError, OSError) as cause:
            raise PictureFailed(
                f"the browser gave no picture ({type(cause).__name__})",
                thing=str(picture.name),
                remedy="Look at the page itself; the rest goes on.",
            ) from cause
    if not picture.is_file():
        raise PictureFailed(
            "the browser wrote no picture",
            thing=str(picture.name),
            remedy="Look at the page itself; the rest goes on.",
        )
    return picture
