"""A database of many items for the bench: Dutch in shape and length, as varied as five years of news.

Sentences of content/updates and tests/data with most of their longer words replaced, by words of the same
texts and by compounds of them, the common ones more often (Zipf). One item in ten is told again by another
source, in a few other words. The same number gives the same items.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import yaml

from omroeper.domain.item import Item, ItemKind

ROOT = Path(__file__).resolve().parent.parent
YEARS = 5
RETOLD = 0.1
EVENTS = 0.1
SOURCES = 200
END = datetime(2024, 12, 31, tzinfo=UTC)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LONG = re.compile(r"\b[a-zà-ÿ]{5,}\b")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-Þ][\w’'-]+")


def sample_texts() -> list[str]:
    """The texts the project has: updates, labelled items and stories."""
    texts = [
        file.read_text(encoding="utf-8").split("---", 2)[2]
        for file in sorted((ROOT / "content" / "updates").glob("2*.md"))
    ]
    for name in ("themes", "stories"):
        rows = yaml.safe_load((ROOT / "tests" / "data" / f"{name}.yaml").read_text("utf-8"))
        texts += [f"{row['title']}. {row['text']}" for row in rows]
    return texts


@dataclass(slots=True)
class Writer:
    """Writes items; `programmes` are ids with their names."""

    programmes: Sequence[tuple[str, str]]
    chance: random.Random
    _sentences: list[str] = field(init=False)
    _words: list[str] = field(init=False)
    _weights: list[float] = field(init=False)
    _names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        texts = sample_texts()
        self._sentences = [s for text in texts for s in _SENTENCE.split(text.strip()) if s]
        plain = sorted({word for text in texts for word in _LONG.findall(text)})
        self.chance.shuffle(plain)
        compounds = [f"{first}{self.chance.choice(plain)}" for first in plain for _ in range(8)]
        self._words = [*plain, *compounds]
        self._weights = list(accumulate(1 / (50 + place) for place in range(len(self._words))))
        self._names = sorted({name for text in texts for name in _NAME.findall(text)})

    def items(self, count: int) -> Iterator[Item]:
        """So many items, spread evenly over the years."""
        step = timedelta(days=365 * YEARS) / count
        told: list[Item] = []
        for number in range(count):
            published = END - step * (count - number)
            if told and self.chance.random() < RETOLD:
                yield self._again(self.chance.choice(told[-20:]), number, published)
                continue
            item = self._item(number, published)
            told = [*told[-20:], item]
            yield item

    def _item(self, number: int, published: datetime) -> Item:
        programme, name = self.chance.choice(self.programmes)
        about = " ".join(self._sentence() for _ in range(self.chance.randint(4, 8)))
        is_event = self.chance.random() < EVENTS
        starts = published + timedelta(days=self.chance.randint(5, 90)) if is_event else None
        return Item(
            key=f"{number:016x}",
            source=f"bron-{self.chance.randrange(SOURCES)}",
            programme=programme,
            title=shortened(self._sentence()),
            text=f"{about} Dat meldt {name}.",
            link=f"https://nieuws.example/{number}",
            published=published,
            retrieved=published,
            kind=ItemKind.EVENT if is_event else ItemKind.UPDATE,
            starts=starts,
        )

    def _again(self, item: Item, number: int, published: datetime) -> Item:
        """The same news by another source: some words are others."""
        return replace(
            item,
            key=f"{number:016x}",
            source=f"bron-{self.chance.randrange(SOURCES)}",
            title=shortened(self._sentence()),
            text=self._reworded(item.text, 0.1),
            link=f"https://ander.example/{number}",
            published=published,
            retrieved=published,
        )

    def _sentence(self) -> str:
        return self._reworded(self.chance.choice(self._sentences), 0.6)

    def _reworded(self, text: str, share: float) -> str:
        def other(found: re.Match[str]) -> str:
            return self._word() if self.chance.random() < share else found[0]

        def named(found: re.Match[str]) -> str:
            return self.chance.choice(self._names) if self.chance.random() < share else found[0]

        return _NAME.sub(named, _LONG.sub(other, text))

    def _word(self) -> str:
        return self.chance.choices(self._words, cum_weights=self._weights)[0]


def shortened(sentence: str) -> str:
    """A sentence as a title: its first words."""
    return " ".join(sentence.split()[:9]).rstrip(".,;:!?")
