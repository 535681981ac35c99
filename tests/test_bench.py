"""`make bench` works; gathering fails when it reads something else than was served."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def bench(file: str, *options: str, timeout: int = 120) -> str:
    """What this bench prints; it must end well."""
    done = subprocess.run(
        [sys.executable, f"bench/{file}", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_bench_shows_both_ways_from_one_run() -> None:
    told = bench("gather.py", "--sources", "40", "--delays", "0")
    assert "40 sources" in told
    for line in ("first run, wall", "first run, cpu", "second run, 2 changed, cpu"):
        (found,) = [one for one in told.splitlines() if one.startswith(line)]
        mine, loop, ratio = (float(part) for part in found.split()[-3:])
        assert mine > 0
        assert loop > 0
        assert ratio > 0


def test_the_bench_of_the_gate_tells_both_editions() -> None:
    told = bench("gate.py", "--rounds", "1")
    assert "October 2024: 14 items" in told
    assert "near the limit" in told
    for part in ("rendering", "gate", "together"):
        assert told.count(f"  {part} ") == 2


def test_the_bench_shows_how_themes_are_found_and_a_draft_is_made() -> None:
    told = bench("desk.py", "--items", "600", "--runs", "2")
    shown = {line[:32].strip(): line.split() for line in told.splitlines()}
    for part in ("draft ready, as a whole", "of which assembling", "of which rendering"):
        assert all(float(seconds) > 0 for seconds in shown[part][-4:])
    literal, forms = (
        next(line.split()[-3:] for line in told.splitlines() if line.startswith(name))
        for name in ("literal terms", "word forms")
    )
    assert all(float(new) > float(old) for new, old in zip(forms, literal, strict=True))
    assert "24 newsletters sent" in told


def test_the_bench_of_sending_counts_what_each_sender_sent() -> None:
    few = ["--messages", "40", "--rounds", "1", "--delays", "0", "5", "--connections", "4"]
    told = bench("send.py", *few, "--memory", "60", "--audience", "2000")
    rows = [line.split() for line in told.splitlines() if line.startswith("  omroeper")]
    assert len(rows) == 2
    assert all(float(row[1]) > 0 for row in rows)
    assert "freezing 2,000: " in told
    assert "peak of a campaign to        60: " in told


def test_the_bench_of_bounces_shows_three_ways() -> None:
    told = bench("bounces.py")
    assert "117 real messages" in told
    library, flufl, ours = (
        next(line for line in told.splitlines() if line.startswith(name)).split()
        for name in ("standard library", "flufl.bounce", "omroeper")
    )
    assert int(ours[-2]) == 0 < min(int(library[-2]), int(flufl[-2]))
    assert int(ours[-4]) > max(int(library[-4]), int(flufl[-4]))


def test_the_bench_of_lists_tells_every_step() -> None:
    told = bench("lists.py", "--rows", "300")
    shown = [line for line in told.splitlines() if line.strip()]
    assert shown[0] == "300 rows of a list"
    assert len(shown[2:]) == 7
    assert all(float(line.split()[-1].replace(",", "")) > 0 for line in shown[2:])


def test_the_bench_of_clicks_accounts_for_every_answer_also_at_sigterm() -> None:
    few = ["--seconds", "1", "--rounds", "1", "--clients", "1", "--connections", "4"]
    told = bench("clicks.py", *few, timeout=180)
    for database in ("SQLite", "PostgreSQL"):
        (row,) = [line for line in told.splitlines() if line.startswith(database)]
        assert float(row.split()[1].replace(",", "")) > 0
    assert told.count("SIGTERM: ") == 2


def test_the_bench_of_reports_tells_both_databases_and_counts_right() -> None:
    few = ["--events", "4000", "--deliveries", "400", "--editions", "4", "--rounds", "1"]
    told = bench("report.py", *few, timeout=240)
    for database in ("SQLite", "PostgreSQL"):
        assert f"{database}: 400 deliveries, 4,000 click events" in told
    assert told.count("month report") == told.count("year report") == 2
