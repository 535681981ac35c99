"""Work side by side, at most so many at once in all and for each host."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many at once: in all, and of one host, so that no site is visited by a crowd."""

    in_all: int = 16
    per_host: int = 2


def side_by_side(
    tasks: Sequence[Task],
    work: Callable[[Task], Done],
    host_of: Callable[[Task], str],
    bounds: Bounds,
) -> Iterator[tuple[Task, Done]]:
    """Give each task with what its work gave, as they are done.

    What the caller does between two of them happens in the caller's own thread, so it may write to
    a database that takes one writer. A host that has its number waits; others go before it. An
    exception of the work is raised here.
    """
    waiting = list(tasks)
    busy: Counter[str] = Counter()
    running: dict[Future[Done], Task] = {}
    with ThreadPoolExecutor(bounds.in_all, thread_name_prefix="visit") as pool:
        while waiting or running:
            waiting = _started(waiting, running, busy, pool, work, host_of, bounds)
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                task = running.pop(one)
                busy[host_of(task)] -= 1
                yield task, one.result()


def _started(
    waiting: list[Task],
    running: dict[Future[Done], Task],
    busy: Counter[str],
    pool: ThreadPoolExecutor,
    work: Callable[[Task], Done],
    host_of: Callable[[Task], str],
    bounds: Bounds,
) -> list[Task]:
    """Start what may start, in order; give what still waits."""
    still: list[Task] = []
    for number, task in enumerate(waiting):
        if len(running) >= bounds.in_all:
            return still + waiting[number:]
        if busy[host_of(task)] >= bounds.per_host:
            still.append(task)
            continue
        busy[host_of(task)] += 1
        running[pool.submit(work, task)] = task
    return still
