"""How fast mail goes out: Omroeper with its ledger and DKIM beside senders that only send, in one run.

    python bench/send.py [--messages N] [--rounds N] [--delays 0 20] [--connections 20 100]
                         [--senders NAME ...] [--memory N ...] [--audience N]

A local sink takes everything: Postfix's smtp-sink where it is installed and answers come at once,
else one of our own that answers each round trip after the delay. The senders take turns in every
round, so that what else the machine does touches them alike. Ratios are to nodemailer's pool where
node and `npm ci` in bench/send_tools are there, else to smtplib; their spread is over the rounds.
Then the memory of campaigns of these sizes, and the time to freeze an audience. `--delays` without a
number leaves the comparison out, `--memory` the campaigns, and `--audience 0` the freezing.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BENCH = Path(__file__).resolve().parent
sys.path[:0] = [str(BENCH.parent), str(BENCH)]
NODEMAILER = BENCH / "send_tools" / "node_modules" / "nodemailer"
KILOBYTES = 60
_PLACES = ("/usr/sbin", "/usr/libexec/postfix", "/usr/lib/postfix")


@dataclass(frozen=True, slots=True)
class Run:
    """What one sender took for its messages. `peak_mb` is 0 where it cannot be told."""

    rate: float
    cpu_per_thousand: float
    peak_mb: float


@dataclass(slots=True)
class Relay:
    """A sink and what it counted; -1 where it does not say."""

    port: int
    name: str
    taken: int = -1


def found(program: str) -> str | None:
    return shutil.which(program) or shutil.which(program, path=os.pathsep.join(_PLACES))


def senders() -> list[str]:
    """Those that are here, in the order of their turns."""
    known = ["smtplib", "omroeper"]
    if found("smtp-source"):
        known.insert(0, "smtp-source")
    if shutil.which("node") and NODEMAILER.is_dir():
        known.insert(-1, "nodemailer")
    try:
        import aiosmtplib  # noqa: F401
    except ImportError:
        return known
    known.insert(-1, "aiosmtplib")
    return known


@contextmanager
def sink(delay_ms: int) -> Iterator[Relay]:
    """Postfix's sink for answers at once, our own for answers that take their time."""
    postfix = found("smtp-sink")
    if delay_ms == 0 and postfix:
        with _postfix_sink(postfix) as relay:
            yield relay
        return
    command = [sys.executable, str(BENCH / "send_sink.py"), str(delay_ms / 1000)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        relay = Relay(int(process.stdout.readline()), "our own sink")
        try:
            yield relay
        finally:
            process.send_signal(signal.SIGTERM)
            relay.taken = int(process.stdout.readline() or -1)


@contextmanager
def _postfix_sink(program: str) -> Iterator[Relay]:
    from omroeper.processes.desk import free_port

    port = free_port()
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [program, *as_user, f"127.0.0.1:{port}", "500"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        time.sleep(0.3)
        try:
            yield Relay(port, "Postfix's smtp-sink")
        finally:
            process.terminate()


def run(kind: str, port: int, connections: int, count: int, raw: Path) -> Run:
    if kind == "smtp-source":
        return _run_source(port, connections, count)
    peer = [sys.executable, str(BENCH / "send_peers.py"), kind]
    if kind == "nodemailer":
        peer = ["node", str(BENCH / "send_tools" / "pool.mjs")]
    command = [*peer, str(port), str(connections), str(count)]
    command += [str(raw)] if kind == "nodemailer" else []
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
    if done.returncode:
        raise SystemExit(f"{kind} failed:\n{done.stdout}{done.stderr}")
    told = json.loads(done.stdout)
    return Run(count / told["seconds"], told["cpu"] * 1000 / count, told["peak_mb"])


def _run_source(port: int, connections: int, count: int) -> Run:
    program = found("smtp-source") or ""
    size = ["-d", "-l", str(KILOBYTES * 1000), "-m", str(count), "-s", str(connections)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    address = ["-f", "desk@omroeper.example", "-t", "p@school.example", f"127.0.0.1:{port}"]
    subprocess.run([program, *size, *address], check=True, capture_output=True, timeout=3600)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(count / seconds, used * 1000 / count, 0)


def compare(
    found_here: list[str], delay: int, connections: int, rounds: int, count: int, raw: Path
) -> bool:
    """One table; gives whether the sink counted what each sender said it sent."""
    whole = True
    runs: dict[str, list[Run]] = {kind: [] for kind in found_here}
    for _ in range(rounds):
        for kind in found_here:
            with sink(delay) as relay:
                runs[kind].append(run(kind, relay.port, connections, count, raw))
            whole &= relay.taken in (-1, count)
    peer = "nodemailer" if "nodemailer" in runs else found_here[0]
    print(
        f"\n{delay} ms, {connections} connections, {count} messages, {rounds} rounds, {relay.name}"
    )
    print(f"  {'':<12}{'messages/s':>18}{f'to {peer}':>22}{'CPU-s/1,000':>13}{'peak MB':>9}")
    for kind, all_runs in runs.items():
        print(_line(kind, all_runs, runs[peer]))
    return whole


def _line(kind: str, mine: list[Run], peers: list[Run]) -> str:
    rates = [one.rate for one in mine]
    ratios = [one.rate / peer.rate for one, peer in zip(mine, peers, strict=True)]
    spread = f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
    rate = f"{median(rates):.0f} ({min(rates):.0f}-{max(rates):.0f})"
    cpu = median(one.cpu_per_thousand for one in mine)
    peak = max(one.peak_mb for one in mine)
    return f"  {kind:<12}{rate:>18}{spread:>22}{cpu:>13.2f}{f'{peak:.0f}' if peak else '-':>9}"


def memory(counts: list[int], raw: Path) -> None:
    for count in counts:
        with sink(0) as relay:
            done = run("omroeper", relay.port, 20, count, raw)
        print(
            f"  peak of a campaign to {count:>9,}: {done.peak_mb:.0f} MB, {done.rate:.0f} messages/s"
        )


def freezing(size: int) -> None:
    script = (
        "import resource, sys, tempfile, time; from pathlib import Path;"
        "from send_mail import frozen_campaign;"
        f"cpu = time.process_time(); folder = tempfile.TemporaryDirectory();"
        f"_, campaign, seconds = frozen_campaign(Path(folder.name), {size});"
        "print(campaign.size, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    paths = os.pathsep.join(map(str, (BENCH, BENCH.parent)))
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    frozen, seconds, peak = done.stdout.split()
    print(f"  freezing {int(frozen):,}: {float(seconds):.1f} s, peak {float(peak):.0f} MB (SQLite)")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--delays", type=int, nargs="*", default=[0, 20])
    parser.add_argument("--connections", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--senders", nargs="+", default=senders(), choices=senders())
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 50_000])
    parser.add_argument("--audience", type=int, default=1_000_000)
    chosen = parser.parse_args()
    from send_mail import raw_mail

    load = os.getloadavg()[0]
    print(f"Sending {len(raw_mail()) // 1000} kB mails on {os.cpu_count()} cores, load {load:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        raw, whole = Path(folder) / "mail.eml", True
        raw.write_bytes(raw_mail())
        for delay in chosen.delays:
            for connections in chosen.connections:
                count, rounds = chosen.messages, chosen.rounds
                whole &= compare(chosen.senders, delay, connections, rounds, count, raw)
        print()
        memory(chosen.memory, raw)
    if chosen.audience:
        freezing(chosen.audience)
    if not whole:
        raise SystemExit("The sink counted other messages than were said to be sent.")


if __name__ == "__main__":
    main()
