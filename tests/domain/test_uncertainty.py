"""Intervals against published values, and what is called a difference."""

from math import isclose

import pytest

from omroeper.domain.uncertainty import Difference, per_trial, share


@pytest.mark.parametrize(
    ("count", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_wilsons_interval(count: int, trials: int, low: float, high: float) -> None:
    found = share(count, trials)
    assert isclose(found.low, low, abs_tol=5e-5)
    assert isclose(found.high, high, abs_tol=5e-5)


def test_all_and_none_of_a_whole_have_that_as_a_bound() -> None:
    assert share(0, 50).low == 0
    assert share(50, 50).high == 1
    assert share(0, 0).value is None


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.69), (10, 4.80, 18.39), (100, 81.36, 121.63)]
)
def test_a_count_has_the_poisson_interval(count: int, low: float, high: float) -> None:
    """Exact bounds of 10 are 4.795 to 18.39, of 100 81.36 to 121.63 (Breslow and Day, table 2.10)."""
    found = per_trial(count, 1000)
    assert isclose(found.low * 1000, low, abs_tol=0.03)
    assert isclose(found.high * 1000, high, abs_tol=0.03)


def test_only_what_is_beyond_chance_is_a_difference() -> None:
    few, many = share(10, 1000), share(60, 1000)
    assert many.beside(few) is Difference.HIGHER
    assert few.beside(many) is Difference.LOWER
    assert share(12, 1000).beside(few) is Difference.TOO_LITTLE
    assert share(20, 20).beside(share(0, 20)) is Difference.TOO_LITTLE  # so few say nothing
    assert Difference.TOO_LITTLE.dutch == "te weinig om iets te zeggen"


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        share(3, 2)
