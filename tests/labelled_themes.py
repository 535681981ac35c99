"""The labelled items of tests/data/themes.yaml, and how well a way of matching finds their themes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from omroeper.domain.item import Item
from omroeper.domain.month import Month

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "data" / "themes.yaml"
CALENDAR = ROOT / "content" / "newsletters" / "agdb" / "calendar" / "2024.yaml"
TOP = 3
"""How many items the newsletter has room for under its theme."""

Points = Callable[[Item, tuple[str, ...]], float]
"""How well an item fits a theme's terms; 0 when it does not."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item and a theme, with whether a person put the one under the other."""

    item: Item
    month: Month
    fits: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Shares from 0 to 1. `top` is what fits among the first three of each theme."""

    precision: float
    recall: float
    top: float


def labelled_pairs() -> tuple[Pair, ...]:
    """Every item with each month it was judged for."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(pair for row in rows for pair in _pairs(row))


def theme_terms() -> dict[Month, tuple[str, ...]]:
    """The terms of the calendar's ten themes."""
    themes = yaml.safe_load(CALENDAR.read_text(encoding="utf-8"))["themes"]
    return {Month.parse(theme["month"]): tuple(theme["terms"]) for theme in themes}


def measure(points: Points) -> Found:
    """Precision and recall over all pairs, and over the first three of each theme."""
    terms = theme_terms()
    judged = [(pair, points(pair.item, terms[pair.month])) for pair in labelled_pairs()]
    found = [pair for pair, score in judged if score > 0]
    right = sum(pair.fits for pair in found)
    first: list[Pair] = []
    for month in terms:
        ranked = sorted(
            ((pair, score) for pair, score in judged if pair.month == month and score > 0),
            key=lambda one: (-one[1], one[0].item.key),
        )
        first += [pair for pair, _ in ranked[:TOP]]
    return Found(
        precision=right / len(found),
        recall=right / sum(pair.fits for pair, _ in judged),
        top=sum(pair.fits for pair in first) / len(first),
    )


def _pairs(row: dict[str, object]) -> Iterator[Pair]:
    when = datetime(2024, 1, 1, tzinfo=UTC)
    item = Item(str(row["id"]), "bron", "agdb", str(row["title"]), str(row["text"]), "", when, when)
    for name, fits in (("fits", True), ("not", False)):
        months = row.get(name, [])
        assert isinstance(months, list)
        for month in months:
            yield Pair(item, Month.parse(str(month)), fits)
