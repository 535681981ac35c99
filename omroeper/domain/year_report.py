"""The year report: the communication chapter's facts, by month and over the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.month import Month
from omroeper.domain.report import Observation, whole
from omroeper.domain.small_counts import FEWEST


@dataclass(frozen=True, slots=True)
class YearIssue:
    """One newsletter of the calendar, or one that was sent beside it.

    What is None was not measured, or nothing was sent. `posts` are those placed on LinkedIn.
    """

    month: Month
    theme: str
    sent_at: datetime | None = None
    special: bool = False
    accepted: int | None = None
    clicks: int | None = None
    bounced: int | None = None
    unsubscribed: int | None = None
    complaints: int | None = None
    stories: int = 0
    posts: int = 0
    impressions: int | None = None
    visits: int | None = None


@dataclass(frozen=True, slots=True)
class GrowthMonth:
    """The list in a month: its last known size, and what came and went; None is not measured."""

    month: Month
    size: int | None = None
    confirmed: int | None = None
    left: int | None = None
    suppressed: int | None = None


@dataclass(frozen=True, slots=True)
class BestStory:
    """A story with its clicks in the newsletter of a month."""

    title: str
    programme: str
    month: Month
    clicks: int


@dataclass(frozen=True, slots=True)
class BestPost:
    """A LinkedIn post with its lifetime impressions."""

    title: str
    programme: str
    placed: datetime
    impressions: int


@dataclass(frozen=True, slots=True)
class YearReport:
    """A newsletter's year. `followers` are the first and the last known number of the page."""

    year: int
    newsletter: str
    at: datetime
    issues: tuple[YearIssue, ...]
    months_off: Mapping[Month, str]
    ledger: CoverageLedger
    growth: tuple[GrowthMonth, ...] = ()
    stories: tuple[BestStory, ...] = ()
    posts: tuple[BestPost, ...] = ()
    followers: tuple[int, int] | None = None
    post_clicks: int | None = None
    visits_by: str = ""
    left_out: int = 0
    fewest: int = FEWEST

    @property
    def themes(self) -> tuple[tuple[Month, str], ...]:
        """The themes of the year's own newsletters, in order."""
        return tuple((one.month, one.theme) for one in self.issues if one.theme and not one.special)

    @property
    def sent(self) -> tuple[YearIssue, ...]:
        return tuple(one for one in self.issues if one.sent_at is not None)

    def total(self, name: str) -> int | None:
        """A number of the issues together; None when none of them has it."""
        found = [getattr(one, name) for one in self.issues]
        known = [value for value in found if value is not None]
        return sum(known) if known else None


def year_observations(report: YearReport) -> tuple[Observation, ...]:
    """What the year says in short: what was sent, what was told of, and how the list grew."""
    return (_sent(report), _covered(report), _grown(report))


def _sent(report: YearReport) -> Observation:
    planned, sent = len(report.themes), len(report.sent)
    basis = f"{planned} thema’s in de kalender, {sent} verzonden nieuwsbrieven"
    if not sent:
        return Observation(
            f"Van {report.year} zijn in dit systeem geen verzendingen bekend.", basis
        )
    accepted = report.total("accepted")
    mails = f" met samen {whole(accepted)} aangenomen mails" if accepted is not None else ""
    brief = "nieuwsbrief" if sent == 1 else "nieuwsbrieven"
    return Observation(f"Er zijn {sent} {brief} verzonden{mails}.", basis)


def _covered(report: YearReport) -> Observation:
    told = [row for row in report.ledger.rows if any(row.counts)]
    every = len(report.ledger.rows)
    basis = f"{sum(map(sum, (row.counts for row in told)))} berichten in {len(report.sent)} nieuwsbrieven"
    if not told:
        return Observation("Over geen programma is een bericht verzonden.", basis)
    return Observation(f"Over {len(told)} van de {every} programma’s stond een bericht.", basis)


def _grown(report: YearReport) -> Observation:
    sizes = [one.size for one in report.growth if one.size is not None]
    if len(sizes) < 2:
        return Observation(
            "Hoe de lijst groeide, is niet te zeggen: zij is te weinig gemeten.",
            f"{len(sizes)} maanden gemeten",
        )
    change = sizes[-1] - sizes[0]
    basis = f"van {whole(sizes[0])} naar {whole(sizes[-1])} lezers, in {len(sizes)} gemeten maanden"
    if not change:
        return Observation("De lijst is even groot gebleven.", basis)
    way = "gegroeid" if change > 0 else "gekrompen"
    return Observation(f"De lijst is {way} met {whole(abs(change))} lezers.", basis)
