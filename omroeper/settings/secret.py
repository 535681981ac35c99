"""The desk's own secret: it keys signed links and hashed addresses."""

import os
import secrets
import time
from pathlib import Path

from omroeper.domain.errors import SettingsError

SHORTEST = 32
"""Characters. A shorter secret can be guessed, and with it the address of every signed page."""
_WAIT_SECONDS = 1.0


def kept_secret(file: Path) -> str:
    """The secret in this file, made on first use and readable only by its owner."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _make(file)
        return _written(file)
    except OSError as cause:
        raise SettingsError(
            f"it cannot be made or read ({cause.strerror})",
            thing=str(file),
            remedy="Let OMROEPER_VAR be a folder this user can write to.",
        ) from cause


def _make(file: Path) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process came first
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(32))


def _written(file: Path) -> str:
    """The secret; another process may be writing it just now."""
    until = time.monotonic() + _WAIT_SECONDS
    while len(secret := _read(file)) < SHORTEST:
        if time.monotonic() > until:
            raise SettingsError(
                "it holds no usable secret",
                thing=str(file),
                remedy="Put it back from the backup; or remove it, and links sent so far will break.",
            )
        time.sleep(0.02)
    return secret


def _read(file: Path) -> str:
    return file.read_bytes().decode("ascii", errors="ignore").strip()
