"""The month report as plain numbers; how it is told is rendering's, what follows is `observing`'s."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.bounce import BounceTally
from omroeper.domain.delivery import Tally
from omroeper.domain.draft_change import Change
from omroeper.domain.month import Month
from omroeper.domain.overruling import Overruling
from omroeper.domain.review import AuditEntry
from omroeper.domain.small_counts import FEWEST, told
from omroeper.domain.uncertainty import Rate, per_trial, share


def shown(count: int, fewest: int = FEWEST) -> str:
    """A count of people's actions as a report may show it."""
    return f"< {fewest}" if told(count, fewest) is None else whole(count)


def whole(count: int) -> str:
    """A whole number as Dutch readers write it: `1.861.000`."""
    return f"{count:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class LinkClicks:
    """How often one counted link was followed, and what that counts for, as people read it.

    `story` is a key: two stories may have one title.
    """

    link: str
    clicks: int
    story: str = ""
    programme: str = ""
    domain: str = ""
    on_theme: bool = False


@dataclass(frozen=True, slots=True)
class PostResult:
    """One LinkedIn post with its lifetime totals; empty when it is not published.

    `content` is the utm_content of its link, and `visits` what the website counted of it.
    """

    title: str
    state: str
    urn: str
    note: str
    totals: dict[str, int]
    link: str = ""
    content: str = ""
    visits: int | None = None


@dataclass(frozen=True, slots=True)
class StoryResult:
    """What one story earned: an item with a link, or the source of a figure.

    `key` is what `LinkClicks.story` names. `content` is the utm_content of its links in the mail: that
    of its section, so that visits are of all `sharing` stories with it.
    """

    key: str
    title: str
    section: str
    programme: str
    clicks: int
    is_source: bool = False
    content: str = ""
    visits: int | None = None
    sharing: int = 1
    posts: tuple[PostResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """A group of readers, and how many of the accepted mails went to it as it is now."""

    name: str
    accepted: int


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """What is compared between editions, each as it was `days` after it was sent.

    None is what was not measured by then.
    """

    edition: str
    month: Month
    sent_at: datetime
    days: int
    accepted: int | None = None
    clicks: int | None = None
    bounced: int | None = None
    unsubscribed: int | None = None
    complaints: int | None = None

    def part(self, count: int | None) -> Rate | None:
        """A count of people as a share of the accepted mails; None where it is not known."""
        if count is None or self.accepted is None:
            return None
        return share(min(count, self.accepted), self.accepted)

    @property
    def clicks_per_mail(self) -> Rate | None:
        if self.clicks is None or self.accepted is None:
            return None
        return per_trial(self.clicks, self.accepted)


@dataclass(frozen=True, slots=True)
class ListHealth:
    """The list in the month of the edition. `before` and `after` are its first and last known size.

    `unreached` are the readers whose last `mails` mails all failed; None when there were fewer mails.
    """

    before: int | None = None
    after: int | None = None
    confirmed: int = 0
    left: int = 0
    suppressed: int = 0
    erased: int = 0
    measured_days: int = 0
    unconfirmed: int = 0
    mails: int = 3
    unreached: int | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing the numbers say (Dutch), with the numbers it rests on."""

    sentence: str
    basis: str


@dataclass(frozen=True, slots=True)
class MonthReport:
    """All a month report tells. Counts are totals up to `at`.

    `left_out` are follows that no reader made, by the rule that kept them out of the count.
    """

    edition: str
    subject: str
    theme: str
    month: str
    campaign: str
    sent_at: datetime
    approved_by: str
    approved_at: datetime | None
    tally: Tally
    skipped_because: dict[str, int]
    refused_because: dict[str, int]
    unsubscribed: int
    links: tuple[LinkClicks, ...]
    stories: tuple[StoryResult, ...]
    posts: tuple[PostResult, ...]
    figures: tuple[tuple[str, str], ...]
    audit: tuple[AuditEntry, ...]
    overrulings: tuple[Overruling, ...]
    drafts: int
    at: datetime
    bounces: BounceTally
    now: MonthNumbers
    earlier: tuple[MonthNumbers, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    visits: Mapping[tuple[str, str], int] = field(default_factory=dict)
    visits_by: str = ""
    segments: tuple[Reach, ...] = ()
    mail_domains: tuple[Reach, ...] = ()
    health: ListHealth = field(default_factory=ListHealth)
    changes: tuple[Change, ...] = ()
    fewest: int = FEWEST

    def shown(self, count: int) -> str:
        """A count of people's actions, unless they are too few to be told."""
        return shown(count, self.fewest)

    def is_small(self, count: int) -> bool:
        """Whether it is too small to be told."""
        return told(count, self.fewest) is None

    @property
    def clicks(self) -> int:
        return sum(link.clicks for link in self.links)
