"""Side by side: the bounds hold, by count and not by clock, and the caller does the writing."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omroeper.services.side_by_side import Bounds, side_by_side

Task = tuple[str, int]


def host_of(task: Task) -> str:
    return task[0]


class Watched:
    """Work that counts how many of it are under way, in all and for each host."""

    def __init__(self, meet: int = 0) -> None:
        self._lock = threading.Lock()
        self._meet = threading.Barrier(meet) if meet else None
        self._now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.threads: set[int] = set()
        self.started = 0

    def __call__(self, task: Task) -> str:
        with self._lock:
            self.started += 1
            self.threads.add(threading.get_ident())
            for counted in (task[0], ""):
                self._now[counted] += 1
                self.most[counted] = max(self.most[counted], self._now[counted])
        if self._meet:
            self._meet.wait(timeout=30)
        with self._lock:
            self._now.subtract((task[0], ""))
        return f"{task[0]}{task[1]}"


def done(tasks: list[Task], work: Callable[[Task], str], bounds: Bounds) -> list[tuple[Task, str]]:
    return list(side_by_side(tasks, work, host_of, bounds))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 99)), max_size=60),
    st.integers(1, 8),
    st.integers(1, 4),
)
def test_the_bounds_hold_and_every_task_is_done_once(
    tasks: list[Task], in_all: int, per_host: int
) -> None:
    work = Watched()
    found = done(tasks, work, Bounds(in_all, per_host))
    assert Counter(task for task, _ in found) == Counter(tasks)
    assert all(given == f"{task[0]}{task[1]}" for task, given in found)
    assert work.most.pop("", 0) <= in_all
    assert all(most <= per_host for most in work.most.values())


def test_as_many_as_the_bound_allows_really_work_at_once() -> None:
    """All four meet at a barrier: with fewer at once it would break, with more it would not end."""
    work = Watched(meet=4)
    done([(host, n) for n in range(2) for host in "abcd"], work, Bounds(in_all=4, per_host=2))
    assert work.most[""] == 4


def test_a_host_that_has_its_number_lets_others_go_before_it() -> None:
    """Two of a, and two of b that stand behind twenty of a, are under way together."""
    tasks = [("a", n) for n in range(20)] + [("b", n) for n in range(20)]
    work = Watched(meet=4)
    done(tasks, work, Bounds(in_all=8, per_host=2))
    assert (work.most["a"], work.most["b"], work.most[""]) == (2, 2, 4)


def test_the_host_with_most_to_do_goes_first_and_each_host_in_one_go() -> None:
    """So a crowded host does not make all wait at the end, and its connection is used again."""
    tasks = [("a", 1), ("b", 1), ("c", 1), ("b", 2), ("a", 2), ("b", 3)]
    told = [given for _, given in done(tasks, Watched(), Bounds(1, 1))]
    assert told == ["b1", "b2", "b3", "a1", "a2", "c1"]


def test_what_the_caller_does_happens_in_its_own_thread_while_others_work() -> None:
    """The second task ends only after the caller has dealt with the first: nobody waits for it."""
    dealt_with = threading.Event()
    work = Watched()

    def second_waits(task: Task) -> str:
        if task[1] == 2:
            assert dealt_with.wait(timeout=30)
        return work(task)

    found = side_by_side([("a", 1), ("b", 2)], second_waits, host_of, Bounds())
    assert next(found)[1] == "a1"
    dealt_with.set()
    assert [given for _, given in found] == ["b2"]
    assert threading.get_ident() not in work.threads


def test_an_exception_of_the_work_is_raised_and_nothing_more_is_started() -> None:
    work = Watched()

    def breaks(task: Task) -> str:
        if task[1] == 0:
            raise KeyError("kapot")
        return work(task)

    with pytest.raises(KeyError, match="kapot"):
        done([("a", n) for n in range(50)], breaks, Bounds(1, 1))
    assert work.started == 0


def test_a_caller_that_stops_looking_starts_nothing_more() -> None:
    work = Watched()
    found = side_by_side([("a", n) for n in range(50)], work, host_of, Bounds(1, 1))
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert work.started == 1


@pytest.mark.timeout(20)
def test_many_tasks_of_one_host_take_no_square_of_their_number() -> None:
    looks = Counter[str]()

    def counted(task: Task) -> str:
        looks["host"] += 1
        return task[0]

    tasks = [("a", n) for n in range(3000)]
    list(side_by_side(tasks, lambda task: "", counted, Bounds(4, 2)))
    assert looks["host"] <= 2 * len(tasks)
