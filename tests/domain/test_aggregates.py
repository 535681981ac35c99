"""What is told of the numbers to others."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.aggregates import told_readings
from omroeper.domain.metric import TOTAL, MetricSnapshot

AT = datetime(2024, 10, 10, tzinfo=UTC)


def told(source: str, *rows: tuple[str, str, str]) -> dict[tuple[str, str], str | None]:
    """What is told, by metric and period."""
    readings = [
        MetricSnapshot(source, "x", metric, period, Decimal(value), AT)
        for metric, period, value in rows
    ]
    return {
        (one.metric, one.period): None if one.value is None else str(one.value)
        for one in told_readings(readings, 5)
    }


def test_the_account_of_copies_adds_up_but_why_one_was_skipped_is_nobodys_business() -> None:
    rows = [("audience", TOTAL, "9"), ("refused", TOTAL, "1"), ("skipped", TOTAL, "2")]
    found = told("ledger", *rows, ("skipped because:unsubscribed", TOTAL, "2"))
    assert found == {
        ("audience", TOTAL): "9",
        ("refused", TOTAL): "1",
        ("skipped", TOTAL): "2",
        ("skipped because:unsubscribed", TOTAL): None,
    }


def test_nought_and_what_is_no_count_are_told() -> None:
    found = told("web", ("visits", TOTAL, "0"), ("bounce rate", TOTAL, "0.42"))
    assert found == {("visits", TOTAL): "0", ("bounce rate", TOTAL): "0.42"}


def test_what_robots_did_is_told() -> None:
    assert told("links", ("left out:agent", TOTAL, "1")) == {("left out:agent", TOTAL): "1"}


def test_days_are_parts_of_their_total() -> None:
    days = [("clicks", f"2024-10-0{day}", str(count)) for day, count in enumerate((9, 2, 6), 1)]
    found = told("links", ("clicks", TOTAL, "17"), *days)
    assert [found["clicks", f"2024-10-0{day}"] for day in (1, 2, 3)] == ["9", None, None]
    assert found["clicks", TOTAL] == "17"


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_nothing_small_follows_from_the_whole_and_what_is_told(counts: list[int]) -> None:
    rows = [(f"clicks story:{n}", TOTAL, str(count)) for n, count in enumerate(counts)]
    found = [one for one in told("links", *rows).values() if one is not None]
    rest = sum(counts) - sum(map(int, found))
    assert all(not 0 < int(one) < 5 for one in found)
    if rest and sum(counts) >= 5:  # a smaller whole is not told either
        assert rest >= 5
