"""`make bench`: how well themes are found, and how soon a draft is ready from many items.

Matching is measured on the labelled items of tests/data/themes.yaml, beside the literal terms that it
replaced. The draft is that of October 2024, from a database that holds five years of news on SQLite, with
four years of newsletters that went out; `newsroom.py` tells how its items are made. Every run makes a whole
draft (nothing is stored); the first opens the desk, too. Rendering and the gate are in it, and told apart.
"""

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from newsroom import ROOT, Writer

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.edition import Draft, Edition, EditionState, Edits, RenderedEdition
from omroeper.domain.issue import Issue
from omroeper.domain.item import Item
from omroeper.domain.matching import folded
from omroeper.domain.month import Month
from omroeper.domain.review import Approval
from omroeper.domain.score import FITS, theme_points
from omroeper.domain.source import Reading
from omroeper.domain.theme_matching import ThemeMatcher
from omroeper.rendering.inputs import render_from
from omroeper.services.assemble import DraftingDesk, build_draft
from omroeper.services.check import check_draft
from omroeper.settings import load_settings
from omroeper.wiring import Desk, open_desk

OCTOBER = Month(2024, 10)
NEWSLETTERS = [Month(2024, number) for number in (2, 3, 4, 5, 6, 9)]
EARLIER_YEARS = 3
OUT = (EditionState.IN_REVIEW, EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)


@dataclass(slots=True)
class Timed:
    """Renders an edition as the desk does, and adds up how long that took."""

    desk: Desk
    seconds: float = 0.0

    def __call__(self, edition: Edition) -> RenderedEdition:
        begun = time.perf_counter()
        rendered = render_from(self.desk.render_inputs, edition)
        self.seconds += time.perf_counter() - begun
        return rendered


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock for one whole draft, of which rendering and the gate; CPU of it all.

    `items` is how many were looked at.
    """

    whole: float
    rendering: float
    gate: float
    cpu: float
    items: int

    @property
    def assembling(self) -> float:
        return self.whole - self.rendering - self.gate


def by_literal_terms(item: Item, terms: tuple[str, ...]) -> float:
    """What was done before: a term as a word, or at the start or end of one."""

    def stands_in(term: str, text: str) -> bool:
        word = re.escape(folded(term))
        whole = rf"\b{word}\b" if len(term) <= 4 else rf"\b{word}|{word}\b"
        return re.search(whole, folded(text)) is not None

    return sum(2 * stands_in(term, item.title) + stands_in(term, item.text) for term in terms)


def by_word_forms(item: Item, terms: tuple[str, ...]) -> float:
    points = theme_points(ThemeMatcher(terms, dutch_stemmer()).matches(item))
    return points if points >= FITS else 0.0


def show_matching() -> None:
    """Precision and recall of both ways."""
    from tests.labelled_themes import labelled_pairs, measure

    pairs = labelled_pairs()
    later = [pair for pair in pairs if pair.later]
    for told, some in (("", pairs), (", written after the rules were made", later)):
        fitting = sum(pair.fits for pair in some)
        print(f"\n{len(some)} labelled pairs of item and theme{told}; {fitting} fit")
        print(f"{'':24}{'precision':>12}{'recall':>12}{'first three':>14}")
        for name, way in (("literal terms", by_literal_terms), ("word forms", by_word_forms)):
            found = measure(way, some)
            print(f"{name:24}{found.precision:>12.2f}{found.recall:>12.2f}{found.top:>14.2f}")


def fill(desk: Desk, count: int) -> None:
    """Gather so many items, source by source."""
    programmes = [(one.id, one.name) for one in desk.newsroom.programmes]
    items = sorted(Writer(programmes, random.Random(4)).items(count), key=lambda one: one.source)
    for source, theirs in groupby(items, key=lambda one: one.source):
        desk.store.save_reading(source, Reading(tuple(theirs)), items[-1].retrieved)


def drafting(desk: Desk) -> tuple[DraftingDesk, Timed]:
    timed = Timed(desk)
    return DraftingDesk(desk.newsroom, timed, desk.settings.timezone, stem=desk.stem_of("")), timed


def send_earlier(desk: Desk) -> int:
    """Newsletters that went out before: of this year their own, of earlier years the same again."""
    sent = 0
    for month in NEWSLETTERS:
        draft, _ = build_draft(drafting(desk)[0], desk.store, Issue(month), Edits(), 1)
        for years in range(EARLIER_YEARS + 1):
            send(desk, draft, month.plus(-12 * years))
            sent += 1
    return sent


def send(desk: Desk, draft: Draft, month: Month) -> None:
    edition = replace(draft.edition, id=f"{draft.edition.newsletter}-{month}", month=month)
    at = edition.send_at
    made = replace(draft, edition=edition)
    desk.store.save_draft(made, (), made_by=f"bench:{month}", at=at)
    desk.store.save_approval(Approval(edition.id, 1, made.fingerprint, "bench", at))
    for state in OUT:
        desk.store.move(edition.id, state)


def runs(desk: Desk, times: int) -> Iterator[Run]:
    """So many drafts of October."""
    for _ in range(times):
        making, timed = drafting(desk)
        wall, cpu = time.perf_counter(), time.process_time()
        draft, _ = build_draft(making, desk.store, Issue(OCTOBER), Edits(), 1)
        whole, spent = time.perf_counter() - wall, time.process_time() - cpu
        check_draft(draft.edition, draft.rendered)  # the first is slower than the one in the draft
        begun = time.perf_counter()
        check_draft(draft.edition, draft.rendered)
        gate, edition = time.perf_counter() - begun, draft.edition
        items = len(edition.entries) + len(edition.dropped)
        yield Run(whole, timed.seconds, gate, spent, items)


def show(found: list[Run]) -> None:
    first, *rest = found
    print(f"{'seconds':32}{'first':>8}{'median':>10}{'least':>8}{'most':>8}")
    for name, part in (
        ("draft ready, as a whole", "whole"),
        ("  of which assembling", "assembling"),
        ("  of which rendering", "rendering"),
        ("  of which the gate", "gate"),
        ("processor", "cpu"),
    ):
        later: list[float] = [getattr(run, part) for run in rest]
        shown = (getattr(first, part), statistics.median(later), min(later), max(later))
        print(f"{name:32}{shown[0]:>8.2f}{shown[1]:>10.2f}{shown[2]:>8.2f}{shown[3]:>8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    show_matching()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            {
                "OMROEPER_HOME": str(ROOT),
                "OMROEPER_VAR": folder,
                "OMROEPER_ENV_FILE": "/dev/null",
                "OMROEPER_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}",
            }
        )
        with open_desk(settings) as desk:
            fill(desk, asked.items)
            sent = send_earlier(desk)
        with open_desk(settings) as desk:
            found = list(runs(desk, asked.runs))
        looked_at = f"{found[0].items} were looked at for the month"
        print(f"\n{asked.items} items of five years, {sent} newsletters sent; {looked_at}")
        show(found)


if __name__ == "__main__":
    main()
