"""What stops a figure from speaking, and sums of rounded parts."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from omroeper.domain.figure import FigureDefinition, FigureFact
from omroeper.domain.figure_check import (
    broken_sum,
    check_figure,
    rounding_step,
    sums_within_rounding,
)
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


@pytest.mark.parametrize(
    ("values", "step"),
    [(("25100", "79500", "104600"), "100"), (("16.9", "80"), "0.1"), (("0", "7"), "1"), ((), "1")],
)
def test_the_rounding_is_the_finest_digit_shown(values: tuple[str, ...], step: str) -> None:
    assert rounding_step(map(Decimal, values)) == Decimal(step)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({"value": Decimal(79400)}, ""),
        ({"value": Decimal(79300)}, "its parts sum to 104400, not to 104600"),
        ({"value": None}, ""),
        ({"value": Decimal(79300), "period": "2022"}, ""),
        ({"value": Decimal(79300), "edition": "Ouder"}, ""),
    ],
)
def test_a_total_is_the_sum_of_its_parts(changed: dict[str, Any], told: str) -> None:
    whole, ict, other = (
        figure_observation(figure, value, "vacatures")
        for figure, value in (("alle", "104600"), ("ict", "25100"), ("overig", "79500"))
    )
    definitions = [
        replace(DEFINITION, id=figure, part_of=part_of)
        for figure, part_of in (("alle", None), ("ict", "alle"), ("overig", "alle"))
    ]
    seen = (whole, ict, replace(other, **changed))
    assert broken_sum(whole, definitions, seen) == told
    assert broken_sum(ict, definitions, seen) == ""
