"""What really happened at the relay: an append-only file that outlives every process."""

import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Happened(StrEnum):
    OFFERED = "offered"  # MAIL was heard
    MET = "met"  # the script's fault happens now; `note` says which
    REFUSED = "refused"  # the relay said no; `note` is its code
    BEGUN = "begun"  # 354 is said next: from here on the message may arrive
    TAKEN = "taken"  # durable before the 250 is said
    ANSWERED = "answered"  # the reply to the message left the relay whole


@dataclass(frozen=True, slots=True)
class Event:
    what: Happened
    recipient: str
    session: str
    worker: int
    attempt: int
    note: str = ""
    message_id: str = ""
    at: float = 0.0


class Truth:
    """Appends events; TAKEN is on the disk when `tell` returns."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def tell(self, event: Event) -> None:
        line = json.dumps({**asdict(event), "at": time.time()})
        os.write(self._file, f"{line}\n".encode())
        if event.what is Happened.TAKEN:
            os.fdatasync(self._file)

    def close(self) -> None:
        os.close(self._file)


def read_truth(file: Path) -> tuple[Event, ...]:
    """Every event told so far, in order."""
    if not file.exists():
        return ()
    return tuple(_event(line) for line in file.read_text().splitlines())


def _event(line: str) -> Event:
    told = json.loads(line)
    return Event(**{**told, "what": Happened(told["what"])})


def of(events: Iterable[Event], what: Happened) -> tuple[Event, ...]:
    return tuple(event for event in events if event.what is what)
