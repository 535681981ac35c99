"""A figure's chart by matplotlib: SVG for the web, PNG at twice its size, the same bytes each time.

A bar for the figure (filled) and one for what it is compared with (open), each with its period and
value in words, so that it reads in grey, in the dark and 320 px wide. Drawn without pyplot.
"""

import io
import re
from decimal import Decimal
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from omroeper.domain.figure import FigureFact
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.charts import accessible
from omroeper.rendering.figure_card import shares_of_longest, told, told_value

WIDTH = 300
"""In points; a page 320 px wide shows it nearly at full size."""
PNG_SCALE = 2
_EDGE, _TEXT, _BAR, _GAP = 4, 23, 18, 14
_ONE_LINE = 30
"""How many characters of period and value stand beside each other at most."""
_STYLE: Any = {
    "svg.hashsalt": "omroeper",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "text.parse_math": False,
}


def figure_svg(fact: FigureFact, brand: Brand, *, name: str) -> str:
    """The chart as an `<svg>` that the page gives its text colour; `name` makes its ids unique.

    Its accessible name is the figure's label and conclusion.
    """
    with mpl.rc_context(_STYLE):
        written = io.StringIO()
        _drawn(fact, brand).savefig(
            written, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    svg = accessible(written.getvalue(), fact.definition.label, dutch.conclusion(fact))
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    return svg.replace("'DejaVu Sans'", brand.font)


def figure_png(fact: FigureFact, brand: Brand) -> bytes:
    """The chart as a PNG of twice WIDTH, dark on the brand's light paper."""
    with mpl.rc_context(_STYLE):
        written = io.BytesIO()
        _drawn(fact, brand).savefig(
            written, format="png", facecolor=brand.light.paper, metadata={"Software": None}
        )
    return written.getvalue()


def _drawn(fact: FigureFact, brand: Brand) -> Figure:
    rows = [(dutch.period_short(one.period), told_value(one)) for one in told(fact)]
    lines = [1 if len(period) + len(value) <= _ONE_LINE else 2 for period, value in rows]
    height = sum(count * _TEXT + _BAR for count in lines) + _GAP * (len(rows) - 1) + 2 * _EDGE
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72 * PNG_SCALE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    top = float(_EDGE)
    for place, ((period, value), share) in enumerate(
        zip(rows, shares_of_longest(fact), strict=True)
    ):
        period = "" if period == dutch.UNKNOWN_PERIOD else period
        above = top + _TEXT - 6
        axes.text(_EDGE, above, period, fontsize=16, color=brand.light.ink)
        below = above + (lines[place] - 1) * _TEXT
        axes.text(
            *((WIDTH - _EDGE, below) if lines[place] == 1 else (_EDGE, below)),
            value,
            fontsize=17,
            fontweight="bold",
            color=brand.light.ink,
            horizontalalignment="right" if lines[place] == 1 else "left",
        )
        top += lines[place] * _TEXT
        _add_bar(axes, top, share, brand.chart, filled=place == 0)
        top += _BAR + _GAP
    return figure


def _add_bar(axes: Axes, top: float, share: Decimal, colour: str, *, filled: bool) -> None:
    """A bar on its scale: a thin line as long as the scale, the bar itself filled or open."""
    full = WIDTH - 2 * _EDGE
    middle = top + _BAR / 2
    axes.plot([_EDGE, _EDGE + full], [middle, middle], color=colour, linewidth=1, zorder=1)
    length = max(2.0, full * float(share))
    axes.add_patch(
        Rectangle(
            (_EDGE, top + 1),
            length,
            _BAR - 2,
            facecolor=colour if filled else "none",
            edgecolor=colour,
            linewidth=2,
            hatch=None if filled else "////",
            zorder=2,
        )
    )
