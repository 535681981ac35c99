"""Small column charts of a trend as inline SVG, without a style of their own: the page colours them.

matplotlib writes style attributes, which a page under a strict policy may not have.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 312, 130
_TOP, _BOTTOM = 24, 22
_GAP = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One bar; without a `value` there is a gap, which the chart marks."""

    label: str
    value: int | None
    told: str


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A bar in the chart's own units, and what stands on it."""

    x: float
    y: float
    width: float
    height: float
    column: Column
    highest: bool


def placed(columns: Sequence[Column]) -> tuple[PlacedColumn, ...]:
    """The bars side by side, the highest as high as the chart; all from nought on."""
    room = WIDTH / max(len(columns), 1)
    most = max((one.value or 0 for one in columns), default=0)
    highest = next((at for at, one in enumerate(columns) if one.value and one.value == most), -1)
    full = HEIGHT - _TOP - _BOTTOM
    found = []
    for at, one in enumerate(columns):
        height = round(full * (one.value or 0) / most, 1) if most else 0.0
        if one.value:
            height = max(height, 1.0)
        found.append(
            PlacedColumn(
                x=round(at * room + _GAP / 2, 1),
                y=round(HEIGHT - _BOTTOM - height, 1),
                width=round(room - _GAP, 1),
                height=height,
                column=one,
                highest=at == highest,
            )
        )
    return tuple(found)
