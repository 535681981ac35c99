"""The team's overview in the demo: a login, and the page as somebody who logs in sees it."""

import re
from pathlib import Path

import httpx

from omroeper.domain.errors import OmroeperError
from omroeper.settings import Settings
from omroeper.wiring import open_desk

NAME, PASSWORD = "Sanne Voorbeeld", "vier woorden op rij"
PATH = "/overzicht"
_STAMP = re.compile(r'name="stempel" value="([^"]+)"')


def give_login(settings: Settings) -> None:
    """Let somebody of the demo's team in."""
    with open_desk(settings) as desk:
        desk.set_login(NAME, PASSWORD)


def how_to_see(pages_url: str) -> str:
    """Where the overview is, and with what name and password."""
    return f"{pages_url}{PATH} (name “{NAME}”, password “{PASSWORD}”)"


def save_overview(pages_url: str, file: Path) -> Path:
    """Log in as a browser does, and keep the page; raises OmroeperError when that fails."""
    with httpx.Client(base_url=pages_url, timeout=30, follow_redirects=True) as client:
        stamp = _STAMP.search(client.get(PATH).text)
        given = {"naam": NAME, "wachtwoord": PASSWORD, "stempel": stamp[1] if stamp else ""}
        page = client.post(f"{PATH}/inloggen", data=given)
    if page.status_code != httpx.codes.OK or "Wie doet wat" not in page.text:
        raise OmroeperError(
            f"it answered {page.status_code}",
            thing=f"{pages_url}{PATH}",
            remedy="Look at the log of the web pages.",
        )
    file.write_text(page.text, encoding="utf-8")
    return file
