"""The supervisor: starts, notices a death, and leaves nobody behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from omroeper.processes.children import ProcessFailed, Supervisor
from omroeper.processes.desk import free_port, port_is_free, require_free_port

SLEEPS = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    f"child = subprocess.Popen([sys.executable, '-c', {SLEEPS!r}])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(600)\n"
)


def supervisor(tmp_path: Path, grace_seconds: float = 5) -> Supervisor:
    return Supervisor(tmp_path / "logs", {}, tmp_path, grace_seconds)


def test_a_child_that_ends_is_noticed_with_the_end_of_its_log(tmp_path: Path) -> None:
    desk = supervisor(tmp_path)
    child = desk.start("kapot", [sys.executable, "-c", "print('oorzaak'); raise SystemExit(3)"])
    child.process.wait()
    with pytest.raises(ProcessFailed, match="kapot: ended with code 3") as caught:
        desk.check()
    assert "oorzaak" in caught.value.sentence
    desk.stop()


def test_a_stubborn_child_and_its_own_children_are_ended(tmp_path: Path) -> None:
    desk = supervisor(tmp_path, grace_seconds=0.5)
    child = desk.start("koppig", [sys.executable, "-c", STUBBORN])
    while not (text := child.log.read_text()):
        desk.check()
    desk.stop()
    grandchild = text.split()[0]
    told = subprocess.run(["ps", "-o", "stat=", "-p", grandchild], capture_output=True, text=True)
    assert told.stdout.strip()[:1] in ("", "Z")
    assert not child.alive


def test_a_command_that_fails_or_hangs_is_named(tmp_path: Path) -> None:
    desk = supervisor(tmp_path)
    with pytest.raises(ProcessFailed, match="stap: ended with code 1"):
        desk.run("stap", [sys.executable, "-c", "raise SystemExit(1)"], timeout_seconds=30)
    with pytest.raises(ProcessFailed, match="hangt: did not finish"):
        desk.run("hangt", [sys.executable, "-c", SLEEPS], timeout_seconds=0.5)
    desk.run("goed", [sys.executable, "-c", ""], timeout_seconds=30)
    assert desk.children == []


def test_a_taken_port_names_its_setting() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ProcessFailed, match="OMROEPER_WEB_PORT"):
            require_free_port(taken.getsockname()[1], "OMROEPER_WEB_PORT")
    assert port_is_free(free_port())
