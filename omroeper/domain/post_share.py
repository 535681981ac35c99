"""How the page's posts are shared out over the programmes."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from omroeper.domain.post import Post, PostState

FOUR_WEEKS = timedelta(weeks=4)
NOT_ON_THE_PAGE = frozenset(
    {
        PostState.DRAFT,
        PostState.CHANGES_REQUESTED,
        PostState.FAILED,
        PostState.EXPIRED,
        PostState.CANCELLED,
        PostState.DELETED,
    }
)
"""States of posts that are not on the page and not on their way to it."""


@dataclass(frozen=True, slots=True)
class PostShare:
    """One programme's posts beside those of all. `allowed` is what its weight gives it of them."""

    programme: str
    count: int
    total: int
    allowed: int

    @property
    def part(self) -> float:
        """From 0 to 1."""
        return self.count / self.total if self.total else 0.0

    @property
    def over(self) -> bool:
        return self.count > self.allowed


def counted(posts: Iterable[Post]) -> tuple[Post, ...]:
    """The posts that are on the page or on their way to it."""
    return tuple(post for post in posts if post.state not in NOT_ON_THE_PAGE)


def four_weeks_to(posts: Iterable[Post], moment: datetime) -> tuple[Post, ...]:
    """The posts of the four weeks up to and with a moment."""
    return tuple(one for one in counted(posts) if moment - FOUR_WEEKS < one.planned <= moment)


def shares_of(posts: Sequence[Post], weights: Mapping[str, int]) -> tuple[PostShare, ...]:
    """Each programme's share of these posts, the most first; `weights` names who is expected to post.

    Everyone may have one post, and else its weight's part, rounded up. A programme that is not among
    the weights weighs 1.
    """
    counts = Counter(post.programme for post in posts)
    whole = {**dict.fromkeys(counts, 1), **weights}
    total, heavy = len(posts), sum(whole.values())
    found = [
        PostShare(one, counts[one], total, max(1, math.ceil(total * weight / heavy)))
        for one, weight in whole.items()
    ]
    return tuple(sorted(found, key=lambda share: (-share.count, share.programme)))
