"""Backup and restore, with the settings' database."""

from datetime import UTC, datetime
from pathlib import Path

from omroeper.adapters.database.backup import back_up, put_back
from omroeper.services.restore import Waiting, hold_after_restore
from omroeper.services.steer import signed
from omroeper.settings import load_settings
from omroeper.wiring.newsletters import NewsletterParts


def back_up_desk(folder: Path) -> Path:
    """Copy the database into a folder; gives the file."""
    return back_up(load_settings().database_url, folder, datetime.now(UTC))


def restore_desk(file: Path, by: str) -> tuple[Path | None, Waiting]:
    """Put a backup in place and hold what was under way; gives where the old file is, and what waits."""
    from omroeper.wiring import open_desk

    settings, now = load_settings(), datetime.now(UTC)
    signed(by, NewsletterParts(settings).newsroom.team)
    aside = put_back(settings.database_url, file, now)
    with open_desk(settings) as desk:
        return aside, hold_after_restore(desk.store, by, desk.newsroom.team, now)
