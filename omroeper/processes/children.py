"""Child processes under one supervisor: started in order, stopped in reverse, none left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from omroeper.domain.errors import OmroeperError


class ProcessFailed(OmroeperError):
    """A process of the desk did not start, or ended by itself."""


@dataclass(slots=True)
class Child:
    """One running process, leader of a process group of its own, with its log file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, grace_seconds: float) -> None:
        """Ask it to end (SIGTERM); after the grace, end its whole group. Only ever its own group."""
        if self.alive:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(grace_seconds)
            except subprocess.TimeoutExpired:
                self._signal_group(signal.SIGKILL)
        self._signal_group(signal.SIGKILL)  # what a worker may have started and not waited for
        self.process.wait()

    def _signal_group(self, signum: signal.Signals) -> None:
        try:
            os.killpg(self.process.pid, signum)
        except ProcessLookupError:
            return


@dataclass(slots=True)
class Supervisor:
    """Starts children and stops them in reverse order; a context manager."""

    logs: Path
    environment: Mapping[str, str]
    folder: Path
    grace_seconds: float = 15.0
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str]) -> Child:
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 - the desk's own fixed commands
                command,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # ctrl-C reaches the supervisor only, which stops in order
            )
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def run(self, name: str, command: Sequence[str], timeout_seconds: float) -> None:
        """Run a command to its end; raise ProcessFailed with the end of its log if it fails."""
        child = self.start(name, command)
        try:
            code = child.process.wait(timeout_seconds)
        except subprocess.TimeoutExpired as cause:
            child.stop(self.grace_seconds)
            raise ProcessFailed(
                f"did not finish within {timeout_seconds:.0f} seconds",
                thing=name,
                remedy=f"Its log is {child.log}.",
            ) from cause
        finally:
            self.children.remove(child)
        if code != 0:
            raise _ended(child, code)

    def check(self) -> None:
        """Raise ProcessFailed if a child has ended by itself."""
        for child in self.children:
            code = child.process.poll()
            if code is not None:
                raise _ended(child, code)

    def stay(self) -> None:
        """Wait until SIGINT or SIGTERM, or until a child ends by itself (ProcessFailed)."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        while self.children:
            self.children.pop().stop(self.grace_seconds)

    def __enter__(self) -> Self:
        # SIGTERM becomes an orderly exit; a script's background job may have SIGINT ignored.
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, _leave)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.stop()
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)


class Stopped(SystemExit):
    """SIGINT or SIGTERM arrived: leave in order, with exit code 0."""


def _leave(_signum: int, _frame: FrameType | None) -> None:
    raise Stopped(0)


def _ended(child: Child, code: int) -> ProcessFailed:
    lines = child.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
    tail = "\n    ".join(lines) or "(its log is empty)"
    return ProcessFailed(
        f"ended with code {code}; the end of its log:\n    {tail}",
        thing=child.name,
        remedy=f"The whole log is {child.log}.",
    )
