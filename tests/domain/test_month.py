"""Months as people write them."""

import pytest

from omroeper.domain.errors import InvalidValue
from omroeper.domain.month import Month


@pytest.mark.parametrize(
    "text",
    [
        "2024-13",
        "2024-00",
        "2024",
        "oktober",
        "24-10",
        "2024-1",
        "",
        "0001-01",
        "9999-12",
        "٢٠٢٤-10",
    ],
)
def test_a_wrong_month_is_named_with_the_remedy(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"is not a month.*YYYY-MM"):
        Month.parse(text)


def test_months_count_over_the_year() -> None:
    assert str(Month.parse("2024-12").plus(1)) == "2025-01"
    assert str(Month.parse("2024-01").plus(-1)) == "2023-12"
    assert Month.parse("2024-09") < Month.parse("2024-10")
