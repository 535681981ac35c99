"""The checks on fetched figures, as tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from omroeper.domain.errors import InvalidValue
from omroeper.domain.figure import FigureDefinition, FigureSourceKind, Missing
from omroeper.domain.figure_table import FigureTable, cell_value, period_of, scale_of
from omroeper.domain.finding import Level
from omroeper.domain.table_check import (
    check_jump,
    check_stale,
    check_unit,
    check_value,
)
from tests.samples import figure_observation

COUNT = FigureDefinition(
    "f", "F", "personen", "1", "{value}", least=Decimal(0), most=Decimal(10**7)
)
SEEN = figure_observation("f", "1861000", "personen")
TABLE = FigureTable(
    "t", FigureSourceKind.CBS_V4, "f", "CBS", "https://cbs.example", "M", "x 1 000", scale=1000
)


@pytest.mark.parametrize(
    ("unit", "said", "scale", "code"),
    [
        ("x 1 000", "x 1 000", 1000, None),
        ("x 1 000", " x  1 000 ", 1000, None),
        ("x 1 000", "aantal", 1000, "unit"),
        ("x 1 000", "x 1 000 000", 1000, "unit"),
        ("x 1 000", "x 1 000", 1, "scale"),
        ("mln euro", "mln euro", 1000, "scale"),
        ("%", "%", 1, "unit"),
        ("aantal", "aantal", 1, None),
    ],
)
def test_the_unit_is_what_was_declared(unit: str, said: str, scale: int, code: str | None) -> None:
    found = check_unit(replace(TABLE, unit=unit, scale=scale), said, COUNT)
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.level is Level.BLOCKING for one in found)


@pytest.mark.parametrize(
    ("value", "missing", "period", "code"),
    [
        ("1861000", None, "2023", None),
        (None, Missing.MASKED, "2023", None),
        (None, None, "2023", "null"),
        ("0", Missing.MASKED, "2023", "null"),
        ("-1", None, "2023", "bounds"),
        ("10000001", None, "2023", "bounds"),
        ("1861000", None, "2024-K2", "period"),  # the annual report's own: edition 27-6-2024
        ("1861000", None, "2024-K1", None),
        ("1861000", None, "laatste jaar", None),
    ],
)
def test_a_value_is_a_number_within_bounds_of_a_period_that_is_over(
    value: str | None, missing: Missing | None, period: str, code: str | None
) -> None:
    seen = replace(SEEN, value=Decimal(value) if value else None, missing=missing, period=period)
    assert [one.code for one in check_value(COUNT, seen)] == ([code] if code else [])


def test_a_jump_and_a_stale_figure_are_warnings() -> None:
    doubled = replace(SEEN, value=SEEN.number * 2)
    (jump,) = check_jump(COUNT, SEEN, doubled)
    assert (jump.level, jump.code) == (Level.WARNING, "jump")
    assert check_jump(COUNT, SEEN, replace(SEEN, value=SEEN.number + 1)) == ()
    assert check_jump(COUNT, None, doubled) == ()
    assert check_jump(COUNT, replace(SEEN, value=Decimal(0)), doubled) == ()
    assert check_stale(COUNT, SEEN, date(2025, 12, 31)) == ()
    (stale,) = check_stale(COUNT, SEEN, date(2026, 1, 1))
    assert (stale.level, stale.code) == (Level.WARNING, "stale")


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("2023JJ00", "2023"), ("2024KW02", "2024-K2"), ("2023MM05 ", "2023-05"),
        ("2022SJ00", "2022/23"), ("1999SJ00", "1999/00"), ("2022-2023", "2022/23"),
        ("2022/23", "2022/23"), ("2024-K2", "2024-K2"), ("2023", "2023"),
    ],
)  # fmt: skip
def test_periods_of_every_source(code: str, period: str) -> None:
    assert period_of(code) == period


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("16,9", ",", "16.9"), ("1.861.000", ",", "1861000"), ("16.9", ".", "16.9"), ("0", ".", "0")],
)
def test_numbers_are_read_strictly(text: str, decimal: str, value: str) -> None:
    assert cell_value(text, decimal=decimal) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("text", "decimal"), [("12.5", ","), ("12,5", "."), ("1e3", "."), ("nan", ".")]
)
def test_what_is_no_number_is_refused(text: str, decimal: str) -> None:
    with pytest.raises(InvalidValue):
        cell_value(text, decimal=decimal)


@pytest.mark.parametrize(
    ("unit", "scale"),
    [("x 1 000", 1000), ("1 000", 1000), ("x 1.000 personen", 1000), ("mln euro", 10**6), ("%", 1),
     ("aantal", 1), ("100 000", 1)],
)  # fmt: skip
def test_what_a_unit_stands_for(unit: str, scale: int) -> None:
    assert scale_of(unit) == scale
