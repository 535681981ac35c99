"""The aggregates for others: metrics, editions, campaigns, coverage; nothing about a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from omroeper.domain.aggregates import ToldReading, told_readings
from omroeper.domain.delivery import Campaign
from omroeper.domain.edition import EditionState
from omroeper.domain.metric import TOTAL
from omroeper.ports import Store

_SUBJECTS = 50
_PUBLIC = (EditionState.SENDING, EditionState.SENT)
Cursor = tuple[str, str, str, str]
BEGINNING: Cursor = ("", "", "", "")
_LAST = "\U0010ffff"
"""Comes after every metric and period."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which readings: by source and subject (empty: all), and from one period until another (ISO 8601)."""

    source: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""


def readings_after(
    store: Store, wanted: Wanted, after: Cursor, fewest: int
) -> Iterator[ToldReading]:
    """What may be told, by source, subject, metric and period, after the one named.

    Each subject is read whole, since what is hidden depends on all of it.
    """
    start = after[0], after[1]
    while True:
        subjects = store.measured_subjects(
            source=wanted.source, subject=wanted.subject, start=start, limit=_SUBJECTS
        )
        for source, subject in subjects:
            for one in told_readings(store.newest_snapshots(source, subject=subject), fewest):
                if one.key > after and _within(one, wanted):
                    yield one
        if len(subjects) < _SUBJECTS:
            return
        start = subjects[-1]  # it comes again, and what was told of it is passed over
        after = max(after, (*start, _LAST, _LAST))


def _within(one: ToldReading, wanted: Wanted) -> bool:
    return (not wanted.since or one.period >= wanted.since) and (
        not wanted.until or one.period <= wanted.until
    )


@dataclass(frozen=True, slots=True)
class ToldEdition:
    """One edition. `subject` is told once it goes out."""

    id: str
    newsletter: str
    month: str
    state: EditionState
    subject: str
    send_at: datetime | None


def told_editions(store: Store) -> tuple[ToldEdition, ...]:
    """Every edition that was approved or sent, newest month first."""
    return tuple(
        ToldEdition(
            edition.id,
            edition.newsletter,
            str(edition.month),
            state,
            edition.subject if state in _PUBLIC else "",
            edition.send_at if state in _PUBLIC else None,
        )
        for edition, state in store.told_editions()
    )


@dataclass(frozen=True, slots=True)
class ToldCampaign:
    """One campaign, with its numbers as they were measured last; none before the first night."""

    campaign: Campaign
    numbers: Mapping[str, Decimal | None]
    measured: datetime | None


def told_campaign(store: Store, campaign: Campaign, fewest: int) -> ToldCampaign:
    """Its totals without parts: what became of copies, what came back, who left."""
    readings = store.newest_snapshots(subject=campaign.id, since=TOTAL, until=TOTAL)
    shown = [
        one
        for source in sorted({one.source for one in readings})
        for one in told_readings([one for one in readings if one.source == source], fewest)
        if ":" not in one.metric
    ]
    measured = max((one.retrieved for one in shown), default=None)
    return ToldCampaign(campaign, {one.metric: one.value for one in shown}, measured)
