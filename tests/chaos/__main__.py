"""`make chaos`: hundreds of plays on both databases, the counts per fault and outcome, and replays."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from omroeper.domain.delivery import FINAL_STATES
from tests.chaos.ground import Ground
from tests.chaos.plan import Plan, crashing, kinds_of, plan_for
from tests.chaos.play import Played, play
from tests.fixtures_database import postgres


class Counts:
    """What all plays together came to."""

    def __init__(self) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.why: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.plays: Counter[str] = Counter()
        self.failed: list[Played] = []

    def add(self, played: Played) -> None:
        self.plays[played.plan.database] += 1
        self.outcomes += played.account.outcomes
        self.why += played.account.why_uncertain
        self.kinds.update(kinds_of(played.plan))
        for state in FINAL_STATES:
            self.states[state] += getattr(played.tally, state.value)
        if played.account.violations:
            self.failed.append(played)

    def tell(self) -> None:
        states = sorted(FINAL_STATES)
        print(f"\n{'fault met by a message':<44}" + "".join(f"{one:>11}" for one in states))
        for fault in sorted({fault for fault, _ in self.outcomes}):
            row = "".join(f"{self.outcomes[fault, one]:>11}" for one in states)
            print(f"{fault:<44}{row}")
        print(
            f"{'every delivery, once':<44}" + "".join(f"{self.states[one]:>11}" for one in states)
        )
        _list("why uncertain", self.why)
        _list("plays with", self.kinds)
        _list("plays on", self.plays)
        print(f"\n{sum(self.plays.values())} plays, {len(self.failed)} with a violation")


def _list(title: str, counts: Counter[str]) -> None:
    print(f"\n{title}")
    for name, count in counts.most_common():
        print(f"  {count:>7}  {name}")


def _report(played: Played) -> None:
    """One line a play that went well; what was wrong and how to replay it, for one that did not."""
    tally, plan = played.tally, played.plan
    shares = f"{tally.accepted} accepted, {tally.refused} refused, {tally.uncertain} uncertain"
    told = f"{plan.database:<10} seed {plan.seed:<6} {shares}, {tally.skipped} skipped"
    if not played.account.violations:
        print(told, flush=True)
        return
    print(f"{told}  VIOLATED; replay: {plan.replay}", flush=True)
    for violation in played.account.violations:
        print(f"    {violation}")
    print(f"    {played.folder}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=300, help="how many, on each database")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--seed", type=int, help="only this one: a replay")
    parser.add_argument("--crashes", type=int, default=30, help="plays in which PostgreSQL crashes")
    parser.add_argument("--crash", action="store_true", help="let it crash in the replay")
    parser.add_argument("--jobs", type=int, default=4, help="plays at once: most of one is waiting")
    parser.add_argument("--database", choices=("both", "sqlite", "postgresql"), default="both")
    return parser.parse_args()


@contextmanager
def _postgres(wanted: bool) -> Iterator[str]:
    if not wanted:
        yield ""
        return
    with postgres() as url:
        yield url


def _plans(options: argparse.Namespace, databases: list[str]) -> tuple[list[Plan], list[Plan]]:
    """The plays, and those that need a database server to themselves."""
    if options.seed is not None:
        if options.crash:
            return [], [crashing(plan_for(options.seed, "postgresql"))]
        return [plan_for(options.seed, database) for database in databases], []
    seeds = range(options.first, options.first + options.seeds)
    plans = [plan_for(seed, database) for seed in seeds for database in databases]
    crashes = seeds[: options.crashes if "postgresql" in databases else 0]
    return plans, [crashing(plan_for(seed, "postgresql")) for seed in crashes]


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what it started, too
    databases = ["sqlite", "postgresql"] if options.database == "both" else [options.database]
    plans, alone = _plans(options, databases)
    counts, folder, begun = Counts(), Path(tempfile.mkdtemp(prefix="chaos-")), time.monotonic()
    with (
        _postgres(bool(plans) and "postgresql" in databases) as url,
        _postgres(bool(alone)) as other,
    ):
        ground = Ground(folder, url, databases if plans else ())
        crash_ground = Ground(folder, other, ("postgresql",) if alone else ())
        with ThreadPoolExecutor(options.jobs) as pool:
            try:
                together = pool.map(partial(play, ground=ground), plans)
                one_by_one = map(partial(play, ground=crash_ground), alone)
                for played in chain(together, one_by_one):
                    counts.add(played)
                    _report(played)
            except KeyboardInterrupt:
                print("stopped; so far:")
                pool.shutdown(cancel_futures=True)
    counts.tell()
    print(f"in {time.monotonic() - begun:.0f} seconds")
    if counts.failed:
        print(f"what happened in them is kept in {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
