"""What the team sees at a glance: this month, who must do what, and what runs or waits."""

from dataclasses import dataclass
from datetime import date, datetime

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.delivery import Campaign
from omroeper.domain.edition import EditionState
from omroeper.domain.health import HealthFinding
from omroeper.domain.issue import Issue
from omroeper.domain.post import Post
from omroeper.domain.progress import Progress
from omroeper.domain.trend import TrendMonth


@dataclass(frozen=True, slots=True)
class DeepLink:
    """Where something stands: the words of the link (Dutch), and its address."""

    told: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """An edition of now. `state` is None before there is a draft; moments are aware."""

    newsletter: str
    issue: Issue
    title: str
    state: EditionState | None
    editor: str
    deadline: date | None
    review_by: datetime | None
    send_at: datetime
    links: tuple[DeepLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What waits for a person (Dutch). `who` are names, or what such a person is called."""

    who: str
    what: str
    link: DeepLink | None = None
    until: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment that is coming; `whole_day` when it has no hour."""

    at: datetime
    what: str
    newsletter: str
    whole_day: bool = False
    link: DeepLink | None = None


@dataclass(frozen=True, slots=True)
class ShownSend:
    """A campaign that runs or is to come, with its progress; or that ended with uncertain copies."""

    name: str
    campaign: Campaign
    uncertain: int
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post, its title and when it is planned."""

    post: Post
    title: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, as it was at `at`."""

    at: datetime
    editions: tuple[ShownEdition, ...]
    tasks: tuple[Task, ...]
    trend: tuple[TrendMonth, ...]
    coverage: CoverageLedger
    health: tuple[HealthFinding, ...]
    sources: int
    sends: tuple[ShownSend, ...]
    coming_posts: tuple[ShownPost, ...]
    waiting_posts: tuple[ShownPost, ...]
    unknown_posts: tuple[ShownPost, ...]
    deadlines: tuple[Deadline, ...]
