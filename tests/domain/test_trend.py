"""The trend of thirteen months: what counts for which month, and what is not told."""

from itertools import pairwise

from omroeper.domain.month import Month
from omroeper.domain.trend import TrendMonth, reached, trend, trend_months
from omroeper.rendering.overview import charts
from omroeper.rendering.trend_chart import HEIGHT, Column, placed

OCTOBER = Month(2024, 10)


def test_a_year_and_the_same_month_before_it() -> None:
    months = trend_months(OCTOBER)
    assert (len(months), months[0], months[-1]) == (13, Month(2023, 10), OCTOBER)


def test_what_came_back_was_not_reached() -> None:
    assert reached(100, 4) == 96
    assert reached(100, None) == 100
    assert reached(None, 4) is None


def test_campaigns_of_a_month_are_added_and_few_clicks_are_not_told() -> None:
    september = Month(2024, 9)
    reach = [(OCTOBER, 40), (OCTOBER, None), (OCTOBER, 2), (september, None)]
    clicks = [(OCTOBER, 2), (OCTOBER, 2), (september, 0)]
    found = {one.month: one for one in trend(OCTOBER, {}, reach, clicks, fewest=5)}
    assert found[OCTOBER] == TrendMonth(OCTOBER, None, 42, None, few=True)
    assert found[september] == TrendMonth(september, None, None, 0)
    assert found[Month(2024, 8)] == TrendMonth(Month(2024, 8))


def test_the_chart_says_what_it_shows() -> None:
    found = trend(OCTOBER, {Month(2024, 8): 900, OCTOBER: 1200}, [], [(OCTOBER, 3)], fewest=5)
    sizes, reach, clicks = charts(found)
    assert sizes.description == (
        "Van 900 in aug ’24 naar 1.200 in okt ’24; het hoogst in okt ’24: 1.200."
    )
    assert [one.column.label for one in sizes.columns if one.highest] == ["okt ’24"]
    assert reach.description == clicks.description == "Nog niets gemeten."


def test_bars_stand_on_nought_and_keep_within_the_chart() -> None:
    columns = [
        Column("a", 0, "0"),
        Column("b", 1, "1"),
        Column("c", 10_000, "x"),
        Column("d", None, ""),
    ]
    bars = placed(columns)
    assert [one.height for one in bars] == [0, 1, 84, 0]  # what is there can be seen
    assert all(0 < one.y <= HEIGHT and one.y + one.height == 108 for one in bars)
    assert all(left.x + left.width < right.x for left, right in pairwise(bars))
