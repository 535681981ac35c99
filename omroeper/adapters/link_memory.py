"""The answers of links of the last hours, in a file: the next draft of the day need not ask again."""

import json
import os
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.ports import Clock

KEPT = timedelta(hours=6)


class LinkMemory:
    """Answers by address. A file that cannot be read is forgotten: it only saves asking again."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def recall(self, addresses: Collection[str]) -> dict[str, LinkAnswer]:
        known = self._read()
        return {url: known[url][1] for url in addresses if url in known}

    def keep(self, answers: Mapping[str, LinkAnswer]) -> None:
        if not answers:
            return
        now = self._clock.now()
        known = {**self._read(), **{url: (now, answer) for url, answer in answers.items()}}
        lines = {url: [at.isoformat(), answer.troubles] for url, (at, answer) in known.items()}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        beside.write_text(json.dumps(lines), encoding="utf-8")
        beside.replace(self._file)

    def _read(self) -> dict[str, tuple[datetime, LinkAnswer]]:
        oldest = self._clock.now() - KEPT
        try:
            lines = json.loads(self._file.read_text(encoding="utf-8"))
            found = {
                url: (
                    datetime.fromisoformat(at),
                    LinkAnswer(tuple((LinkTrouble(trouble), shown) for trouble, shown in troubles)),
                )
                for url, (at, troubles) in lines.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return {url: (at, answer) for url, (at, answer) in found.items() if at >= oldest}
