"""The token that a login gave, kept in a file that only its owner can read."""

import json
import os
import stat
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from omroeper.domain.errors import SettingsError

_LOGIN = "Run `omroeper linkedin login`."


@dataclass(frozen=True, slots=True)
class KeptToken:
    """An access token (60 days) and, for approved partners, one to renew it with (365 days from the
    first login). Moments are aware."""

    access: str = field(repr=False)
    ends: datetime
    scopes: tuple[str, ...] = ()
    refresh: str = field(default="", repr=False)
    refresh_ends: datetime | None = None

    @property
    def login_ends(self) -> datetime:
        """When somebody has to log in again: renewing does not reach beyond it."""
        return max(self.ends, self.refresh_ends) if self.refresh_ends else self.ends


class TokenFile:
    """Reads and writes one file; another process sees the old token or the new one, whole."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> KeptToken | None:
        """The kept token; None when there is none. Raises SettingsError for a file others can read
        or that holds no token."""
        try:
            mode = stat.S_IMODE(self.file.stat().st_mode)
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as cause:
            raise self._wrong(f"it cannot be read ({cause.strerror})", _LOGIN) from cause
        if mode & 0o077:
            remedy = f"Run chmod 600 {self.file}; if others may have read it, log in again."
            raise self._wrong("others can read it", remedy)
        try:
            return _token(json.loads(text))
        except (ValueError, KeyError, TypeError) as cause:
            raise self._wrong("it holds no token", _LOGIN) from cause

    def write(self, token: KeptToken) -> None:
        write_private(self.file, json.dumps(asdict(token), default=datetime.isoformat))

    def _wrong(self, problem: str, remedy: str) -> SettingsError:
        return SettingsError(problem, thing=str(self.file), remedy=remedy)


def write_private(file: Path, text: str) -> None:
    """Put a file in place, whole, that only its owner can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f"{file.name}.{os.getpid()}")
    written.unlink(missing_ok=True)
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(file)


def _token(told: dict[str, Any]) -> KeptToken:
    renewable = told.get("refresh_ends")
    return KeptToken(
        access=str(told["access"]),
        ends=datetime.fromisoformat(told["ends"]),
        scopes=tuple(told.get("scopes", ())),
        refresh=str(told.get("refresh", "")),
        refresh_ends=datetime.fromisoformat(renewable) if renewable else None,
    )
