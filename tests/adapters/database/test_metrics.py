"""Readings are append-only: the same value again adds nothing, another one is the newest from then on."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.domain.clicks import Counted
from omroeper.domain.growth import ListEvents
from omroeper.domain.metric import MetricSnapshot, bounded, newest
from tests.fixtures_database import SECRET
from tests.samples import WHEN
from tests.services.readers import sent_campaign, sign_up

DAY = MetricSnapshot("ga4", "web:source=agdb", "visits", "2024-10-14", Decimal(12), WHEN)
LATER = WHEN + timedelta(days=1)


def test_the_same_value_again_adds_nothing(each_store: DatabaseStore) -> None:
    assert each_store.save_snapshots([DAY]) == 1
    assert each_store.save_snapshots([DAY]) == 0
    assert each_store.save_snapshots([replace(DAY, retrieved=LATER)]) == 0
    assert each_store.snapshots(DAY.subject) == (DAY,)


def test_a_changed_value_adds_a_reading_and_the_newest_counts(each_store: DatabaseStore) -> None:
    more = replace(DAY, value=Decimal(15), retrieved=LATER)
    back = replace(DAY, retrieved=LATER + timedelta(days=1))
    for one in (DAY, more, back):
        assert each_store.save_snapshots([one]) == 1
    assert each_store.snapshots(DAY.subject) == (DAY, more, back)
    assert each_store.newest_snapshots("ga4") == (back,)
    assert each_store.newest_snapshots("ga4", retrieved_by=LATER) == (more,)


def test_another_note_is_another_reading(each_store: DatabaseStore) -> None:
    noted = replace(DAY, note="sampled: 25% of events", retrieved=LATER)
    each_store.save_snapshots([DAY])
    assert each_store.save_snapshots([noted]) == 1
    assert each_store.newest_snapshots("ga4") == (noted,)


def test_of_two_readings_saved_at_once_only_what_differs_is_added(
    each_store: DatabaseStore,
) -> None:
    assert each_store.save_snapshots([DAY, DAY, replace(DAY, metric="visitors")]) == 2


def test_a_value_is_the_same_however_it_is_written(each_store: DatabaseStore) -> None:
    each_store.save_snapshots([replace(DAY, value=Decimal("12.0"))])
    assert each_store.save_snapshots([replace(DAY, value=Decimal(12), retrieved=LATER)]) == 0


def test_two_processes_that_read_the_same_day_add_it_once(each_database_url: str) -> None:
    open_store(each_database_url, SECRET).close()
    added: list[int] = []
    start = threading.Barrier(4)

    def measure(number: int) -> None:
        readings = [
            replace(DAY, metric=f"m{one}", retrieved=WHEN + timedelta(seconds=number))
            for one in range(30)
        ]
        with open_store(each_database_url, SECRET) as store:
            start.wait()
            added.append(store.save_snapshots(readings))

    threads = [threading.Thread(target=measure, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(added) == [0, 0, 0, 30]


def test_readings_are_found_by_source_subject_and_days(each_store: DatabaseStore) -> None:
    days = [replace(DAY, period=f"2024-10-{day:02}") for day in range(1, 10)]
    each_store.save_snapshots([*days, replace(DAY, source="links", subject="e", period="total")])
    found = each_store.newest_snapshots("ga4", since="2024-10-04", until="2024-10-06")
    assert [one.period for one in found] == ["2024-10-04", "2024-10-05", "2024-10-06"]
    assert len(each_store.newest_snapshots(subject="e")) == 1
    assert each_store.last_period("ga4") == "2024-10-09"
    assert each_store.last_period("matomo") == ""


def test_the_newest_reading_is_told_the_same_in_memory(each_store: DatabaseStore) -> None:
    more = replace(DAY, value=Decimal(15), retrieved=LATER)
    each_store.save_snapshots([DAY])
    each_store.save_snapshots([more])
    assert newest(each_store.snapshots(DAY.subject)) == each_store.newest_snapshots("ga4")
    assert newest([more, DAY]) == (more,)


@pytest.mark.parametrize("change", ["UPDATE {} SET value = '1'", "DELETE FROM {}"])
def test_readings_refuse_changes(each_store: DatabaseStore, change: str) -> None:
    each_store.save_snapshots([DAY])
    with (
        pytest.raises(sa.exc.DBAPIError, match="append-only"),
        each_store._engine.begin() as connection,
    ):
        connection.exec_driver_sql(change.format("metric_snapshots"))


def test_a_long_name_keeps_apart_from_another(each_store: DatabaseStore) -> None:
    names = [bounded("web:" + "x" * 300 + end) for end in "ab"]
    assert len({*names}) == 2
    assert each_store.save_snapshots([replace(DAY, subject=name) for name in names]) == 2
    assert bounded("kort") == "kort"


def test_clicks_add_up_over_batches_by_link_hour_and_rule(each_store: DatabaseStore) -> None:
    each_store.register_links("e", {"a": "https://x.example/a", "b": "https://x.example/b"})
    hour, next_hour = WHEN, WHEN + timedelta(hours=1)
    each_store.add_clicks({Counted("a", hour): 2, Counted("b", hour): 1})
    each_store.add_clicks({Counted("a", hour): 3, Counted("a", next_hour): 4})
    each_store.add_clicks({Counted("a", hour, "agent"): 7, Counted("b", hour, "agent"): 1})
    assert each_store.clicks("e") == {"a": 9, "b": 1}
    assert each_store.clicks_by_hour("e") == {hour: 6, next_hour: 4}
    assert each_store.left_out("e") == {"agent": 8}
    assert each_store.left_out("f") == {}


def test_two_writers_of_clicks_lose_nothing(each_database_url: str) -> None:
    with open_store(each_database_url, SECRET) as store:
        store.register_links("e", {f"{n}": f"https://x.example/{n}" for n in range(20)})

    def write() -> None:
        with open_store(each_database_url, SECRET) as mine:
            for _ in range(20):
                mine.add_clicks({Counted(f"{n}", WHEN): 1 for n in range(20)})

    threads = [threading.Thread(target=write) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with open_store(each_database_url, SECRET) as store:
        assert set(store.clicks("e").values()) == {60}


def test_a_registered_link_tells_its_edition_and_how_many_it_has(
    each_store: DatabaseStore,
) -> None:
    each_store.register_links("e", {"a": "https://x.example/a", "b": "https://x.example/b"})
    each_store.register_links("f", {"c": "https://x.example/c"})
    found = each_store.registered_link("a")
    assert found is not None
    assert (found.target, found.edition, found.in_edition) == ("https://x.example/a", "e", 2)
    assert each_store.registered_link("d") is None


def test_an_edition_is_fresh_for_some_time_after_its_moment(each_store: DatabaseStore) -> None:
    campaign = sent_campaign(each_store)
    hours = timedelta(hours=2)
    assert each_store.delivered_since(campaign.send_at - hours) == {campaign.edition}
    assert each_store.delivered_since(campaign.send_at + hours) == frozenset()


def test_events_of_a_day_are_counted_by_kind_and_reason(each_store: DatabaseStore) -> None:
    sign_up(each_store, "a@school.example", WHEN, "s1")
    sign_up(each_store, "b@school.example", WHEN, "s2")
    key = each_store.confirm_sign_up("s1", WHEN + timedelta(minutes=5))
    assert key is not None
    each_store.unsubscribe(key, WHEN + timedelta(days=1), source="campaign:c")
    first = datetime(2024, 10, 15, tzinfo=UTC)
    day = timedelta(days=1)
    assert each_store.list_events(first, first + day) == ListEvents(2, {"subscribed": 1}, {})
    assert each_store.list_events(first + day, first + 2 * day) == ListEvents(
        0, {"unsubscribed": 1}, {"": 1}
    )
    assert each_store.leavings("campaign:c") == {"": 1}
    assert each_store.leavings("campaign:d") == {}
