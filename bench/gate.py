"""`make bench`: rendering a month's edition and passing it through the gate, without what lies outside.

Two editions: October 2024 as it is, and the same one filled with more items until its html is near Gmail's
limit. Each is rendered and checked a number of times in one process, after one round that is not counted.
The link check and SpamAssassin are left out: they wait for others.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from omroeper.domain.edition import Draft, Edition, Edits, RenderedEdition
from omroeper.domain.month import Month
from omroeper.rendering.inputs import render_from
from omroeper.services.check import GMAIL_CLIP, check_draft
from omroeper.services.gate import circumstances
from omroeper.wiring import Desk, open_desk


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and of the processor for this process."""

    wall: float
    cpu: float


class _Clock:
    def now(self) -> datetime:
        return datetime(2024, 10, 10, 9, tzinfo=UTC)


def october(desk: Desk) -> Draft:
    draft, _ = desk.draft_edition("2024-10", Edits(), made_by="bench", may_replace=lambda _: True)
    return draft


def filled(edition: Edition, render: Callable[[Edition], RenderedEdition]) -> Edition:
    """The edition with its items told again under other titles until it is near Gmail's limit."""
    made, number = edition, 0
    while len(render(made).html.encode()) < 0.97 * GMAIL_CLIP:
        number += 1
        entry = edition.entries[number % len(edition.entries)]
        item = replace(entry.item, key=f"extra-{number}", title=f"{entry.item.title} ({number})",
                       link=f"{entry.item.link}/{number}")  # fmt: skip
        made = replace(made, entries=(*made.entries, replace(entry, item=item)))
    return made


def measured(work: Callable[[], object], rounds: int) -> list[Cost]:
    work()
    taken = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append(Cost(time.perf_counter() - wall, time.process_time() - cpu))
    return taken


def told(name: str, taken: list[Cost]) -> str:
    """The medians, and the spread on the clock: what another program takes shows there."""
    wall = [one.wall for one in taken]
    cpu = statistics.median(one.cpu for one in taken)
    spread = f"({min(wall):.3f} to {max(wall):.3f})"
    return f"  {name:10}{statistics.median(wall):>8.3f} s {spread:18}  cpu {cpu:.3f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(OMROEPER_VAR=folder, OMROEPER_ENV_FILE=os.devnull,
                          OMROEPER_PUBLIC_URL="https://desk.example", OMROEPER_SPAM_SCORE="0")  # fmt: skip
        with open_desk() as desk:
            desk.clock = _Clock()  # type: ignore[assignment]
            compare(desk, rounds)


def compare(desk: Desk, rounds: int) -> None:
    inputs = desk.render_inputs
    edition = october(desk).edition
    assert edition.month == Month(2024, 10)

    def render(one: Edition) -> RenderedEdition:
        return render_from(inputs, one)

    for name, made in (("October 2024", edition), ("near the limit", filled(edition, render))):
        shown = render(made)
        around = circumstances(desk.store, made, inputs)
        found = check_draft(made, shown, around)
        kilobytes = len(shown.html.encode()) / 1024
        print(f"\n{name}: {len(made.entries)} items, {kilobytes:.0f} kB, {len(found)} findings")
        rendering = measured(partial(render, made), rounds)
        gate = measured(partial(check_draft, made, shown, around), rounds)
        both = [
            Cost(one.wall + other.wall, one.cpu + other.cpu)
            for one, other in zip(rendering, gate, strict=True)
        ]
        for part, taken in (("rendering", rendering), ("gate", gate), ("together", both)):
            print(told(part, taken))


if __name__ == "__main__":
    main()
