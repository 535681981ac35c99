"""A purge forgets who it was when its period is over, not before, once, and every sum still adds up."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.database.bounce_tables import bounces
from omroeper.adapters.database.tables import deliveries, subscriber_events
from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.retention import Purged, Retention
from omroeper.services.bounces import record_bounce
from omroeper.services.housekeeping import purge
from tests.samples import WHEN, FixedClock
from tests.services.readers import reader, sent_campaign, sign_up

ADDRESS = "noor@school.example"
PERIODS = Retention(requests=7, left=30, copies=730, events=730)


def rows(store: DatabaseStore, table: sa.Table) -> list[str]:
    with store._engine.connect() as connection:
        return [str(tuple(row)) for row in connection.execute(sa.select(table))]


def after(store: DatabaseStore, days: float) -> Purged:
    return purge(store, PERIODS, FixedClock(WHEN + timedelta(days=days)))


def test_requests_are_forgotten_after_a_week(each_store: DatabaseStore) -> None:
    sign_up(each_store, ADDRESS, WHEN)
    assert after(each_store, 6.9) == Purged()
    assert after(each_store, 7.1) == Purged(requests=1, mails=1)
    assert each_store.requests_of(ADDRESS) == ()


def test_who_left_is_forgotten_after_a_month_and_never_comes_back(
    each_store: DatabaseStore,
) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    person = each_store.subscriber(key)
    assert person is not None
    after(each_store, 8)
    each_store.unsubscribe(key, WHEN + timedelta(days=10), source="test")
    assert after(each_store, 39.9) == Purged()
    assert after(each_store, 40.1) == Purged(left=1)
    assert each_store.subscriber(key) is None
    assert each_store.suppression_of(ADDRESS) is SuppressionReason.UNSUBSCRIBED
    assert each_store.merge_list([replace(person, key="new")], []).suppressed == 1


def test_who_bounced_or_complained_is_forgotten_after_a_month_too(
    each_store: DatabaseStore,
) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    sent_campaign(each_store)
    (copy,) = each_store.copies_to(key)
    complaint = BounceReport(BounceKind.COMPLAINT, "mailbox", "mark", delivery=copy.delivery)
    record_bounce(each_store, complaint, BounceRules(), WHEN)
    after(each_store, 8)
    assert after(each_store, 29.9) == Purged()
    assert after(each_store, 30.1) == Purged(left=1)
    assert each_store.subscriber(key) is None
    assert each_store.suppression_of(ADDRESS) is SuppressionReason.COMPLAINT


def test_who_stays_is_never_forgotten(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    after(each_store, 10_000)
    assert each_store.subscriber(key) is not None


def test_the_sums_of_a_campaign_outlive_who_got_it(
    each_store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omroeper.adapters.database.retention._PART", 2)
    key = reader(each_store, ADDRESS, WHEN)
    campaign = sent_campaign(each_store, others=4)
    before, replies = each_store.tally(campaign.id), each_store.replies(campaign.id)
    token = each_store.delivery_by_token
    (mine,) = [one.delivery for one in each_store.copies_to(key)]
    hard = BounceReport(BounceKind.HARD, "mailbox", "mark", delivery=mine)
    record_bounce(each_store, hard, BounceRules(), WHEN)
    with each_store._engine.connect() as connection:
        query = sa.select(deliveries.c.token).where(deliveries.c.id == mine)
        old = str(connection.scalar(query))
    assert token(old) is not None
    after(each_store, 8)
    assert after(each_store, 729).copies == 0
    assert after(each_store, 731).copies == 5
    assert after(each_store, 732) == Purged()
    assert each_store.tally(campaign.id) == before
    assert before.finished
    assert each_store.replies(campaign.id) == replies
    assert each_store.copies_to(key) == ()
    assert key not in "".join(rows(each_store, bounces))
    assert token(old) is None


def test_a_campaign_that_did_not_end_keeps_its_readers(each_store: DatabaseStore) -> None:
    sent_campaign(each_store)
    with each_store._writing() as connection:
        connection.exec_driver_sql("UPDATE campaigns SET state = 'paused'")
    assert after(each_store, 9_999).copies == 0


def test_events_stay_counted_without_whose_they_were(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    each_store.unsubscribe(key, WHEN, source="campaign:x")
    after(each_store, 729)
    assert after(each_store, 731).events == len(each_store.unsubscribes()) + 1
    assert each_store.unsubscribes() == (("campaign:x", WHEN),)
    with each_store._engine.connect() as connection:
        whose = set(connection.scalars(sa.select(subscriber_events.c.subscriber)))
    assert whose == {""}


def test_what_was_forgotten_is_in_the_audit_log_in_numbers(store: DatabaseStore) -> None:
    sign_up(store, ADDRESS, WHEN)
    after(store, 8)
    after(store, 9)
    (entry,) = store.audit_log("retention")
    assert entry.detail.startswith("1 aanvragen en 1 mails")
    assert "@" not in entry.detail
