"""The holidays that count, as the desk's calendar has chosen them."""

from datetime import date

import pytest

from omroeper.adapters.dutch_holidays import dutch_holiday


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Goede vrijdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),  # no lustrum
        (date(2025, 4, 26), "Koningsdag"),  # the 27th is a Sunday
        (date(2025, 4, 27), ""),
        (date(2027, 5, 17), "Tweede pinksterdag"),
        (date(2026, 12, 31), ""),
    ],
)
def test_a_day_is_a_holiday_by_its_dutch_name(day: date, name: str) -> None:
    assert dutch_holiday(day) == name
