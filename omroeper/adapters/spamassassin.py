"""The score that SpamAssassin gives a mail, where it is installed. Local tests only: it asks nobody."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from omroeper.domain.edition import RenderedEdition
from omroeper.domain.spam import SpamRule, SpamVerdict

SECONDS = 30.0
_COMMAND = (
    "--local",  # no DNS, no networked rules
    "--test-mode",  # the report at the end, whatever the score
    "--nocreate-prefs",
    "--prefspath=/dev/null",
    "--cf=use_bayes 0",  # what this machine's mail taught it says nothing of a reader's filter
    "--cf=use_auto_welcomelist 0",
)
_SCORE = re.compile(r"^Content analysis details:\s+\((-?[\d.]+) points", re.MULTILINE)
_RULE = re.compile(r"^\s?(-?[\d.]+)\s+([A-Z][A-Z0-9_]+)\s+(.*(?:\n {20,}\S.*)*)", re.MULTILINE)


def find_spamassassin() -> Path | None:
    """The program on this machine, or None."""
    found = shutil.which("spamassassin")
    return Path(found) if found else None


class SpamAssassin:
    """Fulfils ports.SpamJudge. `message_of` makes the mail as it would go to one reader."""

    def __init__(
        self,
        program: Path,
        message_of: Callable[[RenderedEdition], bytes],
        *,
        seconds: float = SECONDS,
    ) -> None:
        self._program = program
        self._message_of = message_of
        self._seconds = seconds

    def judge(self, rendered: RenderedEdition) -> SpamVerdict | None:
        """The verdict; None when the program fails or takes too long."""
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command and our own mail
                [str(self._program), *_COMMAND],
                input=self._message_of(rendered),
                capture_output=True,
                timeout=self._seconds,
                check=True,
                env={**os.environ, "LC_ALL": "C"},
            )
        except (subprocess.SubprocessError, OSError):
            return None
        return read_report(done.stdout.decode("utf-8", "replace"))


def read_report(report: str) -> SpamVerdict | None:
    """The score and the rules that raised it, from the report at the end."""
    score = list(_SCORE.finditer(report))
    if not score:
        return None
    table = report[score[-1].end() :]
    rules = [
        SpamRule(name, float(points), " ".join(told.split()))
        for points, name, told in _RULE.findall(table)
        if float(points) > 0
    ]
    rules.sort(key=lambda rule: -rule.points)
    return SpamVerdict(float(score[-1][1]), tuple(rules))
