"""What stops a figure from speaking, and sums of rounded parts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from omroeper.domain.figure import FigureDefinition, FigureFact
from omroeper.domain.figure_check import check_figure, sums_within_rounding
from omroeper.domain.finding import Level
from tests.samples import figure_observation

DEFINITION = FigureDefinition("vrouwen", "Vrouwen", "%", "1", "{value}")
SEEN = figure_observation("vrouwen", "16.9")


def test_a_value_below_zero_is_blocked() -> None:
    below = replace(SEEN, unit="%", value=Decimal("-1"))
    found = [f for f in check_figure(FigureFact(DEFINITION, below)) if f.code == "grenzen"]
    assert [f.level for f in found] == [Level.BLOCKING]


def test_a_comparison_with_another_edition_is_blocked() -> None:
    fact = FigureFact(DEFINITION, SEEN, replace(SEEN, edition="Ouder", value=Decimal("12.6")))
    found = [f for f in check_figure(fact) if f.code == "vergelijking"]
    assert [f.level for f in found] == [Level.BLOCKING]


@pytest.mark.parametrize(("total", "fits"), [("104600", True), ("104700", True), ("104800", False)])
def test_rounded_parts_give_their_total_within_rounding(total: str, fits: bool) -> None:
    parts = [replace(SEEN, value=Decimal(value)) for value in ("25100", "79500")]
    whole = replace(SEEN, value=Decimal(total))
    assert sums_within_rounding(whole, parts, Decimal(100)) is fits
