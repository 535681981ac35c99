"""The files with logins and with programs' tokens: hashes only, and readable by their owner alone."""

import os
import tempfile
from pathlib import Path

from omroeper.domain.errors import SettingsError
from omroeper.domain.login import ApiClient, Logins, Scope
from omroeper.domain.password import is_hash

_OTHERS = 0o077


def read_logins(file: Path) -> Logins:
    """The logins; none where there is no file. Raises SettingsError naming the line."""
    hashes: dict[str, str] = {}
    for number, line in _lines(file):
        name, _, kept = line.partition("\t")
        if not name or not is_hash(kept):
            raise _broken(file, number, "`omroeper login NAME` writes a line anew.")
        hashes[name] = kept
    return Logins(hashes)


def write_logins(file: Path, logins: Logins) -> None:
    _write(file, [f"{name}\t{kept}" for name, kept in sorted(logins.hashes.items())])


def read_clients(file: Path) -> tuple[ApiClient, ...]:
    """The programs that may ask; none where there is no file. Raises SettingsError naming the line."""
    found = []
    for number, line in _lines(file):
        parts = line.split("\t")
        if len(parts) != 3 or parts[1] not in set(Scope) or len(parts[2]) != 64:
            raise _broken(file, number, "`omroeper api add NAME` writes a line anew.")
        found.append(ApiClient(parts[0], Scope(parts[1]), parts[2]))
    return tuple(found)


def write_clients(file: Path, clients: tuple[ApiClient, ...]) -> None:
    rows = sorted((one.name, one.scope.value, one.kept) for one in clients)
    _write(file, ["\t".join(row) for row in rows])


def _lines(file: Path) -> list[tuple[int, str]]:
    try:
        if file.stat().st_mode & _OTHERS:
            raise SettingsError(
                "others on this machine can read or change it",
                thing=str(file),
                remedy=f"Run: chmod 600 {file}",
            )
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as cause:
        raise SettingsError(
            f"it cannot be read ({cause})", thing=str(file), remedy="Mend its owner or its content."
        ) from cause
    lines = enumerate(text.splitlines(), 1)
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def _write(file: Path, lines: list[str]) -> None:
    """All of it or nothing: who reads meanwhile sees the file as it was."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # 0600
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())
        Path(made).replace(file)
    except OSError as cause:
        raise SettingsError(
            f"it cannot be written ({cause.strerror})",
            thing=str(file),
            remedy="Let its folder be one that this user can write to.",
        ) from cause


def _broken(file: Path, number: int, remedy: str) -> SettingsError:
    return SettingsError("this line cannot be read", thing=f"{file}:{number}", remedy=remedy)
