"""Identity: which of the items known from a source a found one is, if any.

Guid, link, words and day each lie at times: a guid is used again for another article, one link
stands on every item, a title comes back each month. So they are weighed together. What stands on
several items says nothing. This module decides; adapters/database/items.py stores.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count

from omroeper.domain.item import UNKNOWN_DATE, Item, canonical_link, item_key
from omroeper.domain.matching import normal_title
from omroeper.domain.resemblance import Shingles, resemblance, shingles_of

ALIKE = 0.3
"""Resemblance from which two texts are versions of one."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A found item under the key it is stored with. `known` is what it was, None when it is new.

    `reason` says why (for the log); `reuses_guid` that another article had its guid before.
    """

    item: Item
    known: Item | None
    reason: str
    reuses_guid: bool = False


class Marks:
    """An item with what can tell which it is, each worked out once."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.guid = item.guid or ""
        self.link = canonical_link(item.link) if item.link else ""
        self.title = normal_title(item.title)
        self.digest = item.digest
        self.day: date | None = None if UNKNOWN_DATE in item.flags else item.published.date()

    @cached_property
    def words(self) -> Shingles:
        return shingles_of(f"{self.item.title}. {self.item.text}")

    @property
    def order(self) -> tuple[object, ...]:
        """The same whatever order a feed is in."""
        item = self.item
        return (item.published, self.guid, item.key, self.digest, item.retrieved)


def identify(found: Sequence[Item], known: Sequence[Item]) -> tuple[Identified, ...]:
    """Each found item once, with the known item that it is; the order of either makes no difference.

    All are of one source. The same words of the same page and day found twice are one; a known item
    is one of the found at most.
    """
    marked = sorted(map(Marks, found), key=lambda one: one.order)
    items = list({(one.digest, one.day): one for one in reversed(marked)}.values())[::-1]
    same = _pairs(items, [Marks(item) for item in known])
    by_key = {item.key: item for item in known}
    guids = {item.guid for item in known if item.guid}
    taken = {*by_key, *(one.item.key for one in items if one.item.guid is None)}
    identified = []
    for place, one in enumerate(items):
        if one.item.guid is None:
            held = by_key.get(one.item.key)
            identified.append(Identified(one.item, held, "its key is certain"))
        elif place in same:
            held, reason = same[place]
            identified.append(Identified(replace(one.item, key=held.key), held, reason))
        else:
            new = replace(one.item, key=_free_key(one, taken))
            taken.add(new.key)
            reused = one.guid in guids
            reason = "another article under a known guid" if reused else "no known item is it"
            identified.append(Identified(new, None, reason, reused))
    return tuple(identified)


def _pairs(found: Sequence[Marks], known: Sequence[Marks]) -> dict[int, tuple[Item, str]]:
    """The best match of each found item, by its place; the surest pairs are made first."""
    lying = Lying.among(found, known)
    candidates = [
        (-lying.sureness(old, new), place, old.item.key, old.item, reason)
        for place, new, old in _that_share_a_mark(found, known, lying)
        if (reason := why_same(old, new, lying))
    ]
    pairs: dict[int, tuple[Item, str]] = {}
    claimed: set[str] = set()
    for _, place, key, old, reason in sorted(candidates, key=lambda one: one[:3]):
        if place not in pairs and key not in claimed:
            pairs[place] = old, reason
            claimed.add(key)
    return pairs


def _that_share_a_mark(
    found: Sequence[Marks], known: Sequence[Marks], lying: "Lying"
) -> Iterator[tuple[int, Marks, Marks]]:
    """Each pair once; comparing all with all would take too long for a feed of thousands."""
    having: dict[tuple[str, str], list[Marks]] = defaultdict(list)
    for old in known:
        for mark in lying.telling(old):
            having[mark].append(old)
    for place, new in enumerate(found):
        if new.item.guid is not None:
            near = {old.item.key: old for mark in lying.telling(new) for old in having[mark]}
            yield from ((place, new, old) for old in near.values())


def why_same(known: Marks, found: Marks, lying: "Lying") -> str:
    """Why the two are one item (English, for the log); empty when they are not."""
    guid = _agree(known.guid, found.guid, lying.guids)
    link = _agree(known.link, found.link, lying.links)
    day = None if known.day is None or found.day is None else known.day == found.day
    if known.digest == found.digest and (link or day is not False):
        return "the same words and page"
    if _alike(known, found, lying):
        if guid or link:
            return "the words and its guid" if guid else "the words and its link"
        exact = known.title == found.title and known.item.text == found.item.text
        nothing_else = guid is None and link is None
        return "the same words" if day is not False and (exact or nothing_else) else ""
    if guid and link and canonical_link(found.guid) != found.link:
        return "its guid and its link"
    if guid and link is not False and day is not False:
        return "its guid and day"
    if link and guid is not False and day is not False:
        return "its link and day"
    return ""


@dataclass(frozen=True, slots=True)
class Lying:
    """Guids, links and titles that stand on several items of the source, and so say nothing."""

    guids: frozenset[str]
    links: frozenset[str]
    titles: frozenset[str]

    @classmethod
    def among(cls, found: Sequence[Marks], known: Sequence[Marks]) -> "Lying":
        both = (found, known)
        return cls(
            guids=_shared(*([one.guid for one in part] for part in both)),
            links=_shared(*([one.link for one in part] for part in both)),
            titles=_shared(*([one.title for one in part] for part in both)),
        )

    def telling(self, one: Marks) -> Iterator[tuple[str, str]]:
        """The item's marks that say something."""
        yield "digest", one.digest
        if one.guid and one.guid not in self.guids:
            yield "guid", one.guid
        if one.link and one.link not in self.links:
            yield "link", one.link
        if one.title and one.title not in self.titles:
            yield "title", one.title

    def sureness(self, one: Marks, other: Marks) -> int:
        """How many marks agree; the same words and page most of all."""
        shared = {*self.telling(one)} & {*self.telling(other)}
        return sum(8 if kind == "digest" else 2 for kind, _ in shared)


def _agree(one: str, other: str, lying: frozenset[str]) -> bool | None:
    """Whether two marks are the same; None when either is missing or says nothing."""
    if not one or not other or one in lying or other in lying:
        return None
    return one == other


def _shared(*parts: Iterable[str]) -> frozenset[str]:
    """What stands more than once in any of the parts."""
    return frozenset(mark for part in parts for mark, count in Counter(part).items() if count > 1)


def _alike(known: Marks, found: Marks, lying: Lying) -> bool:
    same_title = _agree(known.title, found.title, lying.titles)
    return bool(same_title) or resemblance(known.words, found.words) >= ALIKE


def _free_key(one: Marks, taken: set[str]) -> str:
    """The first of the item's keys that no other item has."""
    return next(key for key in _keys(one) if key not in taken)


def _keys(one: Marks) -> Iterator[str]:
    """The item's own key, then keys of its link and words; the same words of another day are numbered."""
    item = one.item
    yield item.key
    yield item_key(item.source, f"{item.key} {one.link} {one.title}")
    for number in count(1):
        words = one.digest if number == 1 else f"{one.digest} {number}"
        yield item_key(item.source, f"{item.key} {words}")
