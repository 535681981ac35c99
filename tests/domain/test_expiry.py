"""Warnings of what ends: 30, 14 and 3 days ahead, and on the day."""

from datetime import date, timedelta

import pytest

from omroeper.domain.expiry import Expiring, version_sunset, warning_due

ENDS = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("left", "due"),
    [(31, None), (30, 30), (15, 30), (14, 14), (4, 14), (3, 3), (1, 3), (0, 0), (-5, 0)],
)
def test_the_latest_warning_that_was_reached_is_due(left: int, due: int | None) -> None:
    expiring = Expiring("k", "Iets", ENDS, "Doe iets.")
    assert warning_due(expiring, ENDS - timedelta(days=left)) == due


def test_a_version_is_kept_for_a_year() -> None:
    assert version_sunset("202612") == date(2027, 12, 1)
