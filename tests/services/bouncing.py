"""A campaign whose copies came back, and what is kept of that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from omroeper.adapters.bounces.classify import Classifier
from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.database.bounce_tables import bounces as bounce_table
from omroeper.adapters.database.tables import subscriber_events
from omroeper.domain.audience import Segment
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.delivery import Attempt, Campaign, Delivery, Outcome
from omroeper.domain.verp import ReturnPath
from omroeper.services.send import begin_sending, freeze_audience
from tests.samples import FixedClock, approved_draft, people

NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
RULES = BounceRules(soft_limit=3, soft_days=30)
EVERYONE = Segment("alle", "Iedereen")
PATH = ReturnPath("bounces@omroeper.example", "a-secret-of-thirty-two-characters")
READER = Classifier("omroeper.example", PATH.delivery_of)


def sent(
    store: DatabaseStore, count: int, *, outcome: Outcome = Outcome.ACCEPTED, reply: str = "250 ok"
) -> tuple[Campaign, tuple[Delivery, ...]]:
    """A campaign whose copies all ended the same way."""
    draft = approved_draft(store)
    store.add_subscribers(people(count))
    clock = FixedClock(NOW)
    campaign = freeze_audience(store, draft, EVERYONE, clock, mail_domain="omroeper.example")
    begin_sending(store, campaign.id, NOW)
    return campaign, hand_over(store, campaign, outcome, reply, NOW)


def again(store: DatabaseStore, campaign: Campaign, days: int) -> tuple[Delivery, ...]:
    """The same edition to everyone once more, so many days later."""
    at = NOW + timedelta(days=days)
    later = replace(campaign, id=f"{campaign.id}-{days}")
    store.freeze(later, EVERYONE, mail_domain="omroeper.example", at=at)
    return hand_over(store, later, Outcome.ACCEPTED, "250 ok", at)


def hand_over(
    store: DatabaseStore, campaign: Campaign, outcome: Outcome, reply: str, at: datetime
) -> tuple[Delivery, ...]:
    claimed = store.claim(
        campaign.id, worker="w", limit=100, lease_until=at + timedelta(hours=1), at=at
    )
    attempts = [Attempt(one.id, outcome, reply) for one in claimed]
    store.settle(attempts, worker="w", at=at)
    return claimed


def report(kind: BounceKind, delivery: Delivery | None, **changes: object) -> BounceReport:
    number = delivery.id if delivery else None
    made = BounceReport(kind, "mailbox", f"mark of {kind} {number}", delivery=number)
    return replace(made, **changes)  # type: ignore[arg-type]


def kept(store: DatabaseStore) -> list[sa.Row[tuple[object, ...]]]:
    with store._reading() as connection:
        return list(connection.execute(sa.select(bounce_table).order_by(bounce_table.c.id)))


def events(store: DatabaseStore) -> list[tuple[str, str, str]]:
    columns = subscriber_events.c
    with store._reading() as connection:
        rows = connection.execute(sa.select(columns.subscriber, columns.kind, columns.source))
        return [tuple(row) for row in rows]
