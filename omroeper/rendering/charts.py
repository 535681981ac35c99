"""Charts as inline SVG by matplotlib: the brand's colours, readable at 320 px, the same bytes."""

import io
import re
from collections.abc import Sequence
from textwrap import shorten, wrap
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from omroeper.domain.report import whole

_LABEL_WIDTH = 34


def bar_chart(rows: Sequence[tuple[str, int]], *, title: str, description: str, colour: str) -> str:
    """Horizontal bars as an `<svg>` with title and description for who cannot see it.

    Its text is real text; the page gives it the colour that reads on its ground.
    """
    labels = [
        "\n".join(wrap(shorten(label, 90, placeholder="…"), _LABEL_WIDTH)) for label, _ in rows
    ]
    values = [value for _, value in rows]
    style: Any = {"svg.hashsalt": "omroeper", "svg.fonttype": "none", "font.family": "sans-serif"}
    with mpl.rc_context(style):
        figure = Figure(figsize=(6.4, 0.55 * len(rows) + 0.5), layout="constrained")
        axes = figure.subplots()
        bars = axes.barh(range(len(rows)), values, color=colour, height=0.62)
        axes.bar_label(bars, list(map(whole, values)), padding=5, fontsize=12, fontweight="bold")
        axes.set_yticks(range(len(rows)), labels, fontsize=11)
        axes.invert_yaxis()
        axes.set_xlim(0, max([*values, 1]) * 1.12)
        axes.xaxis.set_visible(False)
        axes.tick_params(length=0)
        for side in axes.spines.values():
            side.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return accessible(written.getvalue(), title, description)


def accessible(svg: str, title: str, description: str) -> str:
    """Only the `<svg>` element, scaling with the page, named and described."""
    body = svg[svg.index("<svg") :]
    head = re.match(r"<svg\b[^>]*>", body)
    if head is None:
        raise ValueError("matplotlib wrote no svg element")
    view = re.search(r'viewBox="[^"]*"', head[0])
    inner = re.sub(r"<metadata>.*?</metadata>", "", body[head.end() :], flags=re.DOTALL)
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view[0] if view else ""} role="img" aria-label="{_escaped(title)}. {_escaped(description)}">'
    )
    return opened + f"<title>{_escaped(title)}</title>" + inner


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
