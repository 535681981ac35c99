"""The login that was begun: LinkedIn gives its `state` back, so that no other's code is taken."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from omroeper.adapters.linkedin.token_file import write_private
from omroeper.domain.errors import ChannelError

GOOD_FOR = timedelta(minutes=30)


class PendingLogin:
    """Kept in a private file, because the address may be pasted into a later command."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "linkedin-login.json"

    def begin(self, state: str, at: datetime) -> None:
        write_private(self._file, json.dumps({"state": state, "at": at.isoformat()}))

    def state(self, at: datetime) -> str:
        """Raises ChannelError when none was begun in the last half hour."""
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            begun = datetime.fromisoformat(told["at"])
            if at - begun <= GOOD_FOR:
                return str(told["state"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        raise ChannelError(
            "no login was begun in the last half hour",
            thing="LinkedIn",
            remedy="Run `omroeper linkedin login` and open the address it prints.",
        )

    def end(self) -> None:
        self._file.unlink(missing_ok=True)
