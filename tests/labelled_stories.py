"""The labelled items of tests/data/stories.yaml: which tell the same news."""

from datetime import UTC, datetime, time
from itertools import combinations
from pathlib import Path

import yaml

from omroeper.domain.item import Item, ItemKind

FILE = Path(__file__).parent / "data" / "stories.yaml"

Pairs = set[frozenset[str]]


def labelled_items() -> dict[str, tuple[Item, str]]:
    """Each item by its key, with the story it belongs to; its own key when it stands alone."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["id"]: (_item(row), row.get("story", row["id"])) for row in rows}


def pairs_of(groups: list[list[str]]) -> Pairs:
    """Every two that stand in one group."""
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def told_pairs() -> Pairs:
    """Every two that tell the same news, as people labelled them."""
    stories: dict[str, list[str]] = {}
    for key, (_, story) in labelled_items().items():
        stories.setdefault(story, []).append(key)
    return pairs_of(list(stories.values()))


def _item(row: dict[str, object]) -> Item:
    starts = row.get("starts")
    return Item(
        key=str(row["id"]),
        source=str(row["source"]),
        programme=str(row["programme"]),
        title=str(row["title"]),
        text=str(row["text"]),
        link="",
        published=_moment(row["published"]),
        retrieved=_moment(row["published"]),
        kind=ItemKind.EVENT if starts else ItemKind.UPDATE,
        starts=_moment(starts) if starts else None,
        place=str(row.get("place", "")),
    )


def _moment(day: object) -> datetime:
    return datetime.combine(day, time(9), UTC)  # type: ignore[arg-type]
