"""`make bench`: gathering many local sources twice, beside a plain loop of `feedparser.parse(url)`.

Both in one run, over the same feeds: 500 sources on 250 loopback hosts, each answer after the delay that
is named, and 5 % changed before the second run. The loop remembers nothing, so that its second run costs
what its first does: it is run once. Ours is the real thing: conditional requests, checks of addresses,
html sanitised, items with their revisions in SQLite; the loop only parses, and forgets. The feeds are
served by another process, whose CPU time does not count. Needs Linux, where all of 127.0.0.0/8 is loopback.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import httpx
from feeds import feed, host_of

from omroeper.adapters.database import open_store
from omroeper.adapters.feeds import FeedReader
from omroeper.adapters.feeds.connecting import make_client
from omroeper.domain.source import Source, SourceKind, SourceOutcome
from omroeper.services.gather import gather_sources

HOSTS = 250
CHANGED = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and of the processor for this process and all its threads."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Site:
    """The served sources, by their addresses."""

    addresses: tuple[str, ...]
    base: str

    def change(self, number: int) -> None:
        httpx.post(f"{self.base}/change/{number}", timeout=10).raise_for_status()


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def served(sources: int, delay_ms: int) -> Iterator[Site]:
    """The sources, served by a process of their own until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = [sys.executable, str(Path(__file__).with_name("feeds.py"))]
    numbers = [str(number) for number in (port, HOSTS, sources, delay_ms)]
    with subprocess.Popen([*program, *numbers], stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None or process.stdout.readline() != "ready\n":
                raise SystemExit("The bench's feeds cannot be served: it needs Linux's loopback.")
            hosts = [f"http://{host_of(number, HOSTS)}:{port}" for number in range(sources)]
            addresses = tuple(f"{host}/{number}" for number, host in enumerate(hosts))
            yield Site(addresses, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def measured(work: Callable[[], None]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def plain_loop(site: Site) -> None:
    for address in site.addresses:
        if not feedparser.parse(address).entries:
            raise SystemExit(f"the plain loop read nothing at {address}")


def ours(site: Site, folder: Path) -> Callable[[], tuple[SourceOutcome, ...]]:
    """One gathering over all sources, into a database that starts empty."""
    sources = [
        Source(f"bron-{number}", f"Bron {number}", SourceKind.FEED, address, "agdb")
        for number, address in enumerate(site.addresses)
    ]
    store = open_store(f"sqlite:///{folder / 'bench.db'}", "only for the bench")
    readers = {SourceKind.FEED: FeedReader(make_client(allow_private=True))}
    return lambda: gather_sources(sources, readers, store, _Clock())


def compare(sources: int, delay_ms: int) -> None:
    """Both ways, and the ratios of our first and second run to the loop's one."""
    changed = round(sources * CHANGED)
    found: list[tuple[SourceOutcome, ...]] = []
    with served(sources, delay_ms) as site, tempfile.TemporaryDirectory() as folder:
        gather = ours(site, Path(folder))
        first = measured(lambda: found.append(gather()))
        site.change(changed)
        second = measured(lambda: found.append(gather()))
        loop = measured(lambda: plain_loop(site))
    require_right(found, sources, changed)
    size = len(feed(0, 0)) // 1024
    print(f"\n{sources} sources of {size} kB on {HOSTS} hosts, each answer after {delay_ms} ms")
    print(f"{'seconds':24}{'omroeper':>12}{'plain loop':>12}{'times less':>12}")
    for name, mine in (("first run", first), (f"second run, {changed} changed", second)):
        for unit, a, b in (("wall", mine.wall, loop.wall), ("cpu", mine.cpu, loop.cpu)):
            print(f"{name + ', ' + unit:30}{a:>6.2f}{b:>12.2f}{b / a:>12.1f}")


def require_right(found: list[tuple[SourceOutcome, ...]], sources: int, changed: int) -> None:
    """A fast run that read something else would prove nothing."""
    first, second = found
    ended = [
        sum(1 for one in first if one.changes.new) == sources,
        sum(1 for one in second if one.not_modified) == sources - changed,
        sum(1 for one in second if one.changes.new == 1) == changed,
    ]
    if not all(ended):
        failed = [one.error for one in (*first, *second) if one.error][:3]
        raise SystemExit(f"the gathering went wrong: {ended} {failed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--delays", type=int, nargs="+", default=[100, 20, 0], help="milliseconds")
    asked = parser.parse_args()
    for delay_ms in asked.delays:
        compare(asked.sources, delay_ms)


if __name__ == "__main__":
    main()
