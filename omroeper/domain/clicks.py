"""Which follows of a counted link are a reader's, and which a scanner's or a browser's that looks ahead.

Mail gateways follow the links of a mail to judge them, most within a minute of its delivery. What they
are is seen from the request itself, or from what else came from the same place in the same seconds.
Where a follow came from is known for those seconds only, as a number that says nothing outside this
process; what is kept is how often, per link and hour.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class LeftOut(StrEnum):
    """Why a follow is not counted as a reader's click."""

    HEAD = "head"
    PREFETCH = "prefetch"
    NO_AGENT = "no-agent"
    AGENT = "agent"
    EVERY_LINK = "every-link"
    BURST = "burst"


@dataclass(frozen=True, slots=True)
class ClickRules:
    """What keeps scanners and prefetchers out.

    `agents` are parts of the names of known programs, in small letters. `seconds` is how far around
    a follow others of the same place count with it. `links_at_once` different links of one mail from
    one place are a scanner's, and all of a mail with three links or more; `burst` follows from one
    place are, within `after_delivery_hours` of the mail's delivery.
    """

    agents: tuple[str, ...] = ()
    seconds: float = 1.5
    links_at_once: int = 5
    burst: int = 6
    after_delivery_hours: int = 2

    def at_once(self, method: str, agent: str, purpose: str) -> LeftOut | None:
        """What the request itself tells; `purpose` is what browsers say of looking ahead."""
        if method == "HEAD":
            return LeftOut.HEAD
        if "prefetch" in purpose or "preview" in purpose or "prerender" in purpose:
            return LeftOut.PREFETCH
        if not agent:
            return LeftOut.NO_AGENT
        small = agent.lower()
        return LeftOut.AGENT if any(part in small for part in self.agents) else None


_NEAREST = 64
"""So many follows before and after one are looked at: a flood from one place costs no more."""


class Follow(NamedTuple):
    """One follow of a link: `moment` in seconds of any clock, `place` a number for where it came from."""

    moment: float
    place: int
    link: str
    edition: str
    hour: datetime


class Counted(NamedTuple):
    """What is kept of follows; `rule` is empty for those that count as a reader's."""

    link: str
    hour: datetime
    rule: str = ""


def judge(
    follows: Sequence[Follow],
    ripe: Collection[Follow] | None,
    rules: ClickRules,
    *,
    links: Mapping[str, int],
    fresh: Collection[str],
) -> Counter[Counted]:
    """Count the ripe among these follows (None: all), in the light of all of them.

    `follows` are in order of time; `links` is how many links each edition has; `fresh` are the editions
    that are being delivered or were just now.
    """
    counts: Counter[Counted] = Counter()
    wanted = None if ripe is None else set(map(id, ripe))
    for group in _by_place(follows):
        moments = [one.moment for one in group]
        for index, one in enumerate(group):
            if wanted is not None and id(one) not in wanted:
                continue
            first = bisect_left(moments, one.moment - rules.seconds)
            last = bisect_right(moments, one.moment + rules.seconds)
            around = group[max(first, index - _NEAREST) : min(last, index + _NEAREST)]
            rule = _rule(one, around, rules, links, fresh)
            counts[Counted(one.link, one.hour, rule)] += 1
    return counts


def _by_place(follows: Sequence[Follow]) -> Iterator[list[Follow]]:
    groups: dict[tuple[int, str], list[Follow]] = {}
    for one in follows:
        groups.setdefault((one.place, one.edition), []).append(one)
    yield from groups.values()


def _rule(
    one: Follow,
    around: Sequence[Follow],
    rules: ClickRules,
    links: Mapping[str, int],
    fresh: Collection[str],
) -> str:
    """Why it is left out; around it are follows from the same place to the same edition."""
    if len(around) < min(3, rules.burst):
        return ""
    if len({other.link for other in around}) >= _many(links.get(one.edition, 0), rules):
        return LeftOut.EVERY_LINK
    if len(around) >= rules.burst and one.edition in fresh:
        return LeftOut.BURST
    return ""


def _many(links: int, rules: ClickRules) -> int:
    """How many different links at once are no reader's; of a mail with one or two links never."""
    return max(3, min(links, rules.links_at_once)) if links else rules.links_at_once
