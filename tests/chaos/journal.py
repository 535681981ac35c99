"""What each worker saw, append-only, so that its death can be judged afterwards."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Step(StrEnum):
    CLAIMED = "claimed"
    MARKING = "being marked"  # when it dies here, it may have been
    MARKED = "marked"  # written down that it may be handed over
    HANDED_OVER = "handed over"  # the mailer asked for the message
    REPLIED = "replied"  # the mailer told its outcome
    SETTLED = "settled"
    RELEASED = "released"
    ENDED = "ended"  # `note` says how; a worker that was killed has no such line


@dataclass(frozen=True, slots=True)
class Line:
    step: Step
    worker: str
    delivery: int = 0
    note: str = ""


class Journal:
    """One worker's file; a line is in the kernel's hands, and so outlives the worker, at once."""

    def __init__(self, file: Path, worker: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._worker = worker

    def write(self, step: Step, deliveries: Iterable[int] = (0,), note: str = "") -> None:
        lines = [json.dumps([step.value, self._worker, one, note]) for one in deliveries]
        os.write(self._file, "".join(f"{line}\n" for line in lines).encode())


def read_journals(folder: Path) -> tuple[Line, ...]:
    """All that the workers of a play wrote."""
    return tuple(
        Line(Step(step), worker, delivery, note)
        for file in sorted(folder.glob("*.journal"))
        for step, worker, delivery, note in map(json.loads, file.read_text().splitlines())
    )
