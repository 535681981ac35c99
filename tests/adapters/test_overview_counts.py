"""Counts for overview and operator, on SQLite and PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.services.aggregates import BEGINNING, Wanted, readings_after
from tests.services.test_send import NOW
from tests.services.test_uncertain import ended


def test_copies_are_counted_by_campaign_and_state(each_store: DatabaseStore) -> None:
    campaign = ended(each_store)
    assert each_store.uncertain_counts() == {campaign.id: 2}
    counted = each_store.delivery_counts(NOW - timedelta(days=1))
    assert (counted["accepted"], counted["uncertain"], counted["refused"]) == (1, 2, 1)
    assert counted["pending"] == 0
    assert set(each_store.delivery_counts(NOW + timedelta(days=365)).values()) == {0}
    assert each_store.queued(NOW) == (0, None)
    assert each_store.database_bytes() > 10_000
    assert each_store.bounce_counts() == {}


def test_subjects_come_in_the_order_of_their_letters(each_store: DatabaseStore) -> None:
    """Also on PostgreSQL, whose own order puts `a-b` after `aa` and `B` after `a`."""
    subjects = ["a", "a-b", "aa", "B", "é", *(f"s{n}" for n in range(120))]
    each_store.save_snapshots(
        [MetricSnapshot("links", one, "clicks", TOTAL, Decimal(9), NOW) for one in subjects]
    )
    found = [one.subject for one in readings_after(each_store, Wanted(), BEGINNING, 5)]
    assert found == sorted(subjects)
    after = ("links", "a-b", "clicks", TOTAL)
    rest = [one.subject for one in readings_after(each_store, Wanted(), after, 5)]
    assert rest == sorted(subjects)[sorted(subjects).index("a-b") + 1 :]


def test_the_last_reading_of_the_last_period_counts(each_store: DatabaseStore) -> None:
    def save(period: str, value: int, seconds: int) -> None:
        at = NOW + timedelta(seconds=seconds)
        each_store.save_snapshots(
            [MetricSnapshot("list", "list", "size", period, Decimal(value), at)]
        )

    def last(month: str) -> int | None:
        days = {"since": f"{month}-01", "until": f"{month}-31"}
        found = each_store.latest_reading("list", "list", "size", **days)
        return None if found is None else int(found.value)

    save("2024-09-30", 8, 0)
    save("2024-09-02", 9, 5)
    save("2024-10-01", 7, 0)
    save("2024-10-01", 6, 1)
    assert (last("2024-08"), last("2024-09"), last("2024-10")) == (None, 8, 6)
