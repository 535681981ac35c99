"""Stories: items of several sources that tell the same news, and which of them speaks.

`why_same` is the whole rule for two items; `tell_stories` applies it to many. A story never holds
two items that certainly tell of different occasions, however alike their texts are.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from omroeper.domain.item import CANCELLED, Item, canonical_link
from omroeper.domain.matching import folded, normal_title
from omroeper.domain.programme import Programme
from omroeper.domain.resemblance import (
    Shingles,
    containment,
    likely_pairs,
    resemblance,
    shingles_of,
    words_of,
)

ALIKE = 0.3
"""Resemblance from which two texts are tellings of one, whatever their titles."""
RELATED = 0.12
"""Resemblance that confirms what title, or names, numbers and days, already suggest."""
CONTAINED = 0.55
SHARED_FACTS = 3
NEWS_FOR = timedelta(days=21)
"""How long the same news is told; what is further apart is other news with the same words."""
FULL_LENGTH = 700
"""Characters from which a longer text tells no more: what an item keeps."""
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
_DAY = re.compile(rf"\b([12]?\d|3[01]) ({_MONTHS.replace(' ', '|')})\b")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-Þ][\w’'-]+")
_NUMBER = re.compile(r"\b\d[\d.,/]*\d\b")


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news: the item that speaks, and the others with why they are the same (Dutch).

    `reason` follows `want`; `earlier` is an item that told it before, with why it is the same.
    """

    speaker: Item
    others: tuple[tuple[Item, str], ...] = ()
    reason: str = ""
    earlier: tuple[Item, str] | None = None


@dataclass(frozen=True)
class Telling:
    """An item with what the rule looks at; what only some pairs need is worked out when they do."""

    item: Item
    shingles: Shingles
    title: str
    link: str

    @cached_property
    def days(self) -> frozenset[str]:
        return frozenset(f"{day} {month}" for day, month in _DAY.findall(self.whole))

    @cached_property
    def facts(self) -> frozenset[str]:
        told = f"{self.item.title}. {self.item.text}"
        names = frozenset(folded(name) for name in _NAME.findall(told))
        return self.days | names | frozenset(_NUMBER.findall(told))

    @cached_property
    def heading(self) -> frozenset[str]:
        return frozenset(words_of(self.item.title))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(folded(name) for name in _NAME.findall(self.item.title))

    @cached_property
    def whole(self) -> str:
        return folded(_whole(self.item))


def tellings_of(items: Sequence[Item]) -> list[Telling]:
    """The items as the rule sees them; a link that stands on several items of one source is no mark."""
    links = [canonical_link(item.link) if item.link else "" for item in items]
    pairs = {(item.source, item.key, link) for item, link in zip(items, links, strict=True) if link}
    counted = Counter((source, link) for source, _, link in pairs)
    lying = {link for (_, link), count in counted.items() if count > 1}
    return [
        Telling(
            item=item,
            shingles=shingles_of(f"{item.title}. {item.text}"),
            title=normal_title(item.title),
            link="" if link in lying else link,
        )
        for item, link in zip(items, links, strict=True)
    ]


def why_same(one: Telling, other: Telling) -> str:
    """Why the two tell the same news (Dutch, to follow `Zelfde nieuws: `); empty when they do not."""
    same_page = bool(one.link) and one.link == other.link
    if not same_page and abs(one.item.published - other.item.published) > NEWS_FOR:
        return ""
    events = one.item.starts is not None and other.item.starts is not None
    alike = resemblance(one.shingles, other.shingles)
    contained = containment(one.shingles, other.shingles)
    hinted = same_page or events or one.title == other.title
    if not hinted and alike < RELATED and contained < CONTAINED:
        return ""
    if _other_occasion(one, other):
        return ""
    if same_page:
        return "dezelfde pagina"
    if events:
        return "dezelfde bijeenkomst" if _same_event(one, other) else ""
    if one.title == other.title and (alike >= RELATED or not (one.item.text and other.item.text)):
        return "dezelfde kop"
    if one.item.source == other.item.source:
        return ""  # a source tells its news once; what looks alike there is a series
    if alike >= ALIKE or contained >= CONTAINED:
        return "bijna dezelfde tekst"
    if alike >= RELATED and len(one.facts & other.facts) >= SHARED_FACTS and not _apart(one, other):
        return "dezelfde feiten"
    return ""


def _other_occasion(one: Telling, other: Telling) -> bool:
    """Other days told, or titles that each name what the other never mentions."""
    if one.item.kind is not other.item.kind:
        return True
    first, second = one.item.starts, other.item.starts
    if first is not None and second is not None:
        of_one_source = one.item.source == other.item.source
        return first != second and (of_one_source or first.date() != second.date())
    return (bool(one.days and other.days) and not one.days & other.days) or _apart(one, other)


def _apart(one: Telling, other: Telling) -> bool:
    """Whether each title names something that the other telling never mentions."""
    return any(name not in other.whole for name in one.names) and any(
        name not in one.whole for name in other.names
    )


def _whole(item: Item) -> str:
    return f"{item.title} {item.text} {item.place}"


def _same_event(one: Telling, other: Telling) -> bool:
    """The same day, and a title or place that goes with it."""
    shared = len(one.heading & other.heading)
    least = min(len(one.heading), len(other.heading))
    places = set(words_of(one.item.place)) & set(words_of(other.item.place))
    return bool(least) and (shared / least >= 0.75 or (bool(places) and shared / least >= 0.3))


@dataclass(frozen=True, slots=True)
class Choosing:
    """What decides which telling speaks: the sources' weights, and the programmes' names.

    `wanted` are the keys of items that an editor brought back.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    wanted: Collection[str] = ()

    def tells_of_itself(self, item: Item) -> bool:
        """Whether the item names its own programme: then it comes from who it is about."""
        programme = self.programmes.get(item.programme)
        return programme is not None and folded(programme.name) in folded(_whole(item))

    def merits(self, item: Item) -> tuple[tuple[str, float], ...]:
        """What speaks for an item, weightiest first, each with its Dutch reason."""
        return (
            ("het zegt dat de bijeenkomst niet doorgaat", float(CANCELLED in item.flags)),
            ("de redactie koos het", float(item.key in self.wanted)),
            ("de redactie wil ermee openen", float(item.lead_wish)),
            ("zijn bron weegt zwaarder", float(self.weights.get(item.source, 1))),
            ("het programma vertelt over zichzelf", float(self.tells_of_itself(item))),
            ("het vertelt meer", float(min(len(item.text), FULL_LENGTH))),
            ("het was er het eerst", -item.published.timestamp()),
        )


def tell_stories(
    items: Iterable[Item], choosing: Choosing | None = None, told: Iterable[Item] = ()
) -> tuple[Story, ...]:
    """Every item in exactly one story, in the order in which their speakers came.

    A story that one of the `told` items told before says so.

    Pairs are joined from the most alike to the least; two stories stay apart when any item of one
    certainly tells of another occasion than any item of the other.
    """
    came, before = tuple(items), tuple(told)
    given = sorted(came, key=lambda item: (item.published, item.key))
    tellings = tellings_of((*given, *before))
    same = sorted(_same_pairs(tellings, len(given)))
    groups = _Groups(tellings[: len(given)])
    for _, first, second, reason in same:
        if second < len(given):
            groups.join(first, second, reason)
    earlier = {(first, second): reason for _, first, second, reason in same if second >= len(given)}
    stories = [
        replace(
            _told(tellings, members, groups.reasons, choosing or Choosing()),
            earlier=_told_before(tellings, members, earlier),
        )
        for members in groups.members()
    ]
    place = {item.key: at for at, item in enumerate(came)}
    return tuple(sorted(stories, key=lambda story: place[story.speaker.key]))


def _told_before(
    tellings: list[Telling], members: list[int], earlier: Mapping[tuple[int, int], str]
) -> tuple[Item, str] | None:
    """Of what was told before, the first that is the same as the first member that has any."""
    wanted = {place: at for at, place in enumerate(members)}
    found = [(wanted[one], old) for one, old in earlier if one in wanted]
    if not found:
        return None
    at, old = min(found)
    return tellings[old].item, earlier[members[at], old]


def _same_pairs(tellings: list[Telling], new: int) -> Iterator[tuple[float, int, int, str]]:
    """The pairs that tell the same, the first of them among the first `new`, with how close they are."""
    for first, second in sorted(_candidates(tellings)):
        one, other = tellings[first], tellings[second]
        reason = why_same(one, other) if first < new else ""
        if reason:
            closeness = 1.0 if one.link and one.link == other.link else 0.0
            yield -closeness - resemblance(one.shingles, other.shingles), first, second, reason


def _candidates(tellings: list[Telling]) -> set[tuple[int, int]]:
    """Pairs worth comparing: likely alike in text, or with the same link, title or day of an event."""
    pairs = set(likely_pairs([telling.shingles for telling in tellings]))
    marked: dict[str, list[int]] = {}
    for place, telling in enumerate(tellings):
        starts = telling.item.starts
        marks = (
            f"link {telling.link}" if telling.link else "",
            f"title {telling.title}" if telling.title else "",
            f"day {starts.date()}" if starts else "",
        )
        for mark in filter(None, marks):
            marked.setdefault(mark, []).append(place)
    for places in marked.values():
        for at, first in enumerate(places):
            pairs.update((first, second) for second in places[at + 1 : at + 41])
    return pairs


class _Groups:
    """Items joined into stories; a join that would put two occasions together is refused."""

    def __init__(self, tellings: list[Telling]) -> None:
        self._tellings = tellings
        self._group = {place: [place] for place in range(len(tellings))}
        self.reasons: dict[frozenset[int], str] = {}

    def join(self, first: int, second: int, reason: str) -> None:
        self.reasons[frozenset((first, second))] = reason
        one, other = self._group[first], self._group[second]
        if one is other or any(
            _other_occasion(self._tellings[a], self._tellings[b]) for a in one for b in other
        ):
            return
        one.extend(other)
        for place in other:
            self._group[place] = one

    def members(self) -> list[list[int]]:
        return list({id(group): group for group in self._group.values()}.values())


def _told(
    tellings: list[Telling],
    members: list[int],
    reasons: Mapping[frozenset[int], str],
    choosing: Choosing,
) -> Story:
    """The group as a story: the best-told item speaks, the others follow by merit."""

    def rank(place: int) -> tuple[tuple[float, ...], str]:
        item = tellings[place].item
        return tuple(-merit for _, merit in choosing.merits(item)), item.key

    if len(members) == 1:
        return Story(tellings[members[0]].item)
    best, *rest = sorted(members, key=rank)
    others = tuple(
        (tellings[at].item, reasons.get(frozenset((best, at)), "hetzelfde nieuws")) for at in rest
    )
    merits = zip(choosing.merits(tellings[best].item), choosing.merits(others[0][0]), strict=True)
    reason = next(
        (told for (told, mine), (_, theirs) in merits if mine > theirs), "het kwam het eerst"
    )
    return Story(tellings[best].item, others, reason)
