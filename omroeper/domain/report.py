"""The month report as plain numbers and sentences; small counts are not shown as such."""

from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.bounce import BounceTally
from omroeper.domain.delivery import Tally
from omroeper.domain.overruling import Overruling
from omroeper.domain.review import AuditEntry
from omroeper.domain.small_counts import FEWEST, told


def shown(count: int, fewest: int = FEWEST) -> str:
    """A count of people's actions as a report may show it."""
    return f"< {fewest}" if told(count, fewest) is None else str(count)


@dataclass(frozen=True, slots=True)
class StoryClicks:
    """How often one link was followed: a story's, or the source of a figure."""

    title: str
    section: str
    programme: str
    clicks: int
    is_source: bool = False


@dataclass(frozen=True, slots=True)
class PostResult:
    """One LinkedIn post with its lifetime totals; empty when it is not published."""

    title: str
    state: str
    urn: str
    note: str
    totals: dict[str, int]


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing the numbers say (Dutch), with the numbers it rests on."""

    sentence: str
    basis: str


@dataclass(frozen=True, slots=True)
class MonthReport:
    """All a month report tells. Counts are totals up to `at`."""

    edition: str
    subject: str
    theme: str
    month: str
    campaign: str
    approved_by: str
    approved_at: datetime | None
    tally: Tally
    skipped_because: dict[str, int]
    refused_because: dict[str, int]
    unsubscribed: int
    stories: tuple[StoryClicks, ...]
    posts: tuple[PostResult, ...]
    figures: tuple[tuple[str, str], ...]
    audit: tuple[AuditEntry, ...]
    overrulings: tuple[Overruling, ...]
    drafts: int
    at: datetime
    bounces: BounceTally
    fewest: int = FEWEST

    def shown(self, count: int) -> str:
        """A count of people's actions, unless they are too few to be told."""
        return shown(count, self.fewest)

    @property
    def clicks(self) -> int:
        return sum(story.clicks for story in self.stories)


def observations(report: MonthReport) -> tuple[Observation, ...]:
    """Three plain observations, each derived from the numbers it names."""
    return (_delivered(report), _read(report), _left(report))


def _delivered(report: MonthReport) -> Observation:
    tally = report.tally
    basis = f"{tally.accepted} van {tally.frozen} aangenomen"
    bounced = report.bounces.bounced
    if bounced:
        basis = f"{basis}, {bounced} daarvan teruggekomen"
    if tally.uncertain:
        return Observation(
            f"Van {tally.uncertain} ontvangers is niet zeker of de mail aankwam. Zij krijgen hem "
            "niet nog eens; bekijk ze met de beheerder.",
            f"{basis}, {tally.uncertain} onzeker",
        )
    if bounced * 20 >= tally.accepted > 0:
        return Observation("Van de aangenomen mail kwam een deel later terug.", basis)
    if tally.frozen and tally.accepted * 100 >= tally.frozen * 95:
        return Observation("De mail is bij vrijwel iedereen op de lijst aangenomen.", basis)
    return Observation("Een deel van de lijst is niet bereikt. Kijk hieronder waarom.", basis)


def _read(report: MonthReport) -> Observation:
    clicked = [story for story in report.stories if story.clicks and not story.is_source]
    if not clicked:
        return Observation("Er is nog niet op een bericht geklikt.", "0 kliks geteld")
    best = max(clicked, key=lambda story: (story.clicks, story.title))
    total = report.shown(report.clicks)
    return Observation(
        f"Het meest gelezen bericht is ‘{best.title}’ ({best.programme}).",
        f"{report.shown(best.clicks)} van {total} kliks",
    )


def _left(report: MonthReport) -> Observation:
    if report.unsubscribed == 0:
        return Observation("Niemand heeft zich na deze mail afgemeld.", "0 afmeldingen")
    count = report.shown(report.unsubscribed).replace("<", "minder dan")
    return Observation(
        f"Na deze mail meldden {count} lezers zich af.",
        f"{report.shown(report.unsubscribed)} van {report.tally.accepted} aangenomen",
    )
