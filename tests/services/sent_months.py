"""Sent editions with known numbers, for the tests of reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Attempt, Campaign, CampaignState, Outcome
from omroeper.domain.edition import Draft, EditionState
from omroeper.domain.item import Item
from omroeper.domain.links import LinkBook
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.services.send import campaign_of
from tests.domain.test_assembly import make
from tests.samples import draft

EVERYONE = Segment("alle", "Alle")


def send_month(
    store: DatabaseStore,
    month: Month,
    stories: Sequence[Item],
    outcomes: dict[str, Outcome] | None = None,
    room: Newsroom | None = None,
) -> tuple[Draft, Campaign]:
    """An edition of these stories to everyone on the list; by subscriber how a copy ended."""
    edition = make(*stories, month=month, room=room)
    made = replace(draft(), edition=edition, fingerprint=str(month))
    at = edition.send_at
    store.save_draft(made, (), made_by=f"test:{month}", at=at)
    for state in (
        EditionState.IN_REVIEW,
        EditionState.APPROVED,
        EditionState.SENDING,
        EditionState.SENT,
    ):
        store.move(edition.id, state)
    campaign = store.freeze(campaign_of(made, EVERYONE), EVERYONE, mail_domain="x.example", at=at)
    store.move_campaign(campaign.id, CampaignState.SENDING)
    copies = store.claim(campaign.id, worker="w", limit=5000, lease_until=at, at=at)
    given = outcomes or {}
    attempts = [
        Attempt(copy.id, given.get(copy.subscriber, Outcome.ACCEPTED), "550 5.1.1 no")
        for copy in copies
    ]
    store.settle(attempts, worker="w", at=at)
    store.move_campaign(campaign.id, CampaignState.FINISHED)
    return made, campaign


def known(
    store: DatabaseStore, subject: str, at: datetime, source: str = "links", **values: int
) -> None:
    """Totals as they were read at a moment."""
    store.save_snapshots(
        [
            MetricSnapshot(source, subject, name, TOTAL, Decimal(value), at)
            for name, value in values.items()
        ]
    )


def on_day(
    store: DatabaseStore, source: str, subject: str, metric: str, day: str, value: int, at: datetime
) -> None:
    store.save_snapshots([MetricSnapshot(source, subject, metric, day, Decimal(value), at)])


def follow(store: DatabaseStore, made: Draft, at: datetime, clicks: dict[str, int]) -> None:
    """So many clicks on the stories' links, by the key of the item."""
    edition = made.edition
    book = LinkBook(edition.id, edition.newsletter)
    counts = {
        f"clicks link:{book.link_id(entry.item.link, entry.section.value)}": clicks[entry.item.key]
        for entry in edition.entries
        if entry.item.key in clicks
    }
    stories = {f"clicks story:{key}": count for key, count in clicks.items()}
    every = {**counts, **stories, "clicks": sum(clicks.values())}
    store.save_snapshots(
        [
            MetricSnapshot("links", edition.id, name, TOTAL, Decimal(value), at)
            for name, value in every.items()
        ]
    )
