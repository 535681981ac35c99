"""`make bench` works, and fails when the gathering reads something else than was served."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_bench_shows_both_ways_from_one_run() -> None:
    done = subprocess.run(
        [sys.executable, "bench/gather.py", "--sources", "40", "--delays", "0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "40 sources" in done.stdout
    for line in ("first run, wall", "first run, cpu", "second run, 2 changed, cpu"):
        (found,) = [one for one in done.stdout.splitlines() if one.startswith(line)]
        mine, loop, ratio = (float(part) for part in found.split()[-3:])
        assert mine > 0
        assert loop > 0
        assert ratio > 0


def test_the_bench_of_the_gate_tells_both_editions() -> None:
    done = subprocess.run(
        [sys.executable, "bench/gate.py", "--rounds", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = done.stdout
    assert "October 2024: 14 items" in told, told + done.stderr
    assert "near the limit" in told
    for part in ("rendering", "gate", "together"):
        assert told.count(f"  {part} ") == 2
