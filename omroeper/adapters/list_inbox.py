"""The folder in which staff put lists of subscribers, and where they go when they are in."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

KINDS = frozenset({".csv", ".xlsx", ".zip"})
DONE = "done"


@dataclass(frozen=True, slots=True)
class ListInbox:
    """A folder. What was imported moves to `done` in it; beside what was not, stands why."""

    folder: Path

    def waiting(self) -> tuple[str, ...]:
        """The names of the files that wait, in order. The folder is made when it is not there."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files = (file for file in self.folder.iterdir() if file.is_file())
        return tuple(sorted(file.name for file in files if _is_list(file)))

    def done(self, name: str, reasons: Sequence[str], at: datetime) -> Path:
        """Put a file away, with the reasons why some of it was refused; gives where it went."""
        target = self.folder / DONE
        target.mkdir(exist_ok=True, mode=0o700)
        moved = target / f"{at:%Y%m%d-%H%M%S}-{name}"
        (self.folder / name).replace(moved)
        os.utime(moved, (at.timestamp(), at.timestamp()))
        self._reasons(self.folder / name).unlink(missing_ok=True)
        self._write(moved, reasons)
        return moved

    def left(self, name: str, reasons: Sequence[str]) -> None:
        """Leave a file where it is, with the reasons beside it."""
        self._write(self.folder / name, reasons)

    def forget(self, before: datetime) -> int:
        """Delete what was put away before this moment: it holds addresses. Gives how many lists."""
        put_away = [
            file
            for file in (self.folder / DONE).glob("*")
            if _is_list(file) and file.stat().st_mtime < before.timestamp()
        ]
        for file in put_away:
            self._reasons(file).unlink(missing_ok=True)
            file.unlink()
        return len(put_away)

    def _write(self, file: Path, reasons: Sequence[str]) -> None:
        if reasons:
            self._reasons(file).write_text("\n".join(reasons) + "\n", encoding="utf-8")

    @staticmethod
    def _reasons(file: Path) -> Path:
        return file.with_name(f"{file.name}.redenen.txt")


def _is_list(file: Path) -> bool:
    return file.suffix.lower() in KINDS and not file.name.startswith((".", "~"))
