"""Work side by side, at most so many at once in all and for each host."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many at once: in all, and of one host, so that no site is visited by a crowd."""

    in_all: int = 32
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
    exception of the work is raised here: what runs then is waited for, nothing more is started.
    """
    waiting = _Waiting(tasks, host_of, bounds.per_host)
    running: dict[Future[Done], Task] = {}
    done: SimpleQueue[Future[Done]] = SimpleQueue()
    with ThreadPoolExecutor(bounds.in_all, thread_name_prefix="visit") as pool:
        while waiting or running:
            while waiting and len(running) < bounds.in_all:
                task = waiting.take()
                future = pool.submit(work, task)
                running[future] = task
                future.add_done_callback(done.put)
            future = done.get()
            task = running.pop(future)
            waiting.give_back(task)
            yield task, future.result()


class _Waiting(Generic[Task]):
    """The tasks that wait, by host; true while one of them may start. Each step takes one look."""

    def __init__(
        self, tasks: Sequence[Task], host_of: Callable[[Task], str], per_host: int
    ) -> None:
        self._host_of = host_of
        self._per_host = per_host
        self._busy: Counter[str] = Counter()
        self._tasks: dict[str, deque[Task]] = {}
        for task in tasks:
            self._tasks.setdefault(host_of(task), deque()).append(task)
        self._free = deque(sorted(self._tasks, key=lambda host: -len(self._tasks[host])))
        """Hosts with a task that may start, each once; the one that takes longest goes first."""

    def __bool__(self) -> bool:
        return bool(self._free)

    def take(self) -> Task:
        """The next task that may start; its host counts as visited until it is given back."""
        host = self._free.popleft()
        task = self._tasks[host].popleft()
        self._busy[host] += 1
        self._offer(host)
        return task

    def give_back(self, task: Task) -> None:
        host = self._host_of(task)
        waited = self._busy[host] >= self._per_host
        self._busy[host] -= 1
        if waited:
            self._offer(host)

    def _offer(self, host: str) -> None:
        """Next in turn: its connection is open still."""
        if self._tasks[host] and self._busy[host] < self._per_host:
            self._free.appendleft(host)
