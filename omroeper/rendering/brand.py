"""The brand in one place: colours, type and wordmark, as templates/brand/brand.yaml has them."""

from collections.abc import Iterator
from dataclasses import dataclass

TEXT_CONTRAST = 4.5
"""WCAG 2.1, 1.4.3."""
CHART_CONTRAST = 3.0
"""WCAG 2.1, 1.4.11."""
TEXTS = (
    ("ink", "paper"), ("ink", "tint"), ("ink", "ground"),
    ("soft_ink", "paper"), ("soft_ink", "tint"), ("soft_ink", "ground"),
    ("link", "paper"), ("link", "tint"),
    ("on_brand", "brand"), ("accent", "brand"), ("on_accent", "accent"),
)  # fmt: skip
"""Which colour of a palette is text on which other."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb, for light or for dark."""

    ground: str
    paper: str
    ink: str
    soft_ink: str
    line: str
    brand: str
    on_brand: str
    accent: str
    on_accent: str
    link: str
    tint: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What makes the organisation recognisable; `domains` gives each work domain its colour.

    `chart` reads on light and on dark paper (3:1, WCAG 2.1, 1.4.11).
    """

    wordmark: str
    wordmark_second: str
    font: str
    heading_font: str
    chart: str
    light: Palette
    dark: Palette
    domains: dict[str, str]

    def too_faint(self) -> Iterator[tuple[str, str]]:
        """The colours that do not stand out enough, each with its ground: `light.ink`, `light.paper`."""
        for name, palette in (("light", self.light), ("dark", self.dark)):
            for text, ground in TEXTS:
                if contrast(getattr(palette, text), getattr(palette, ground)) < TEXT_CONTRAST:
                    yield f"{name}.{text}", f"{name}.{ground}"
            if contrast(self.chart, palette.paper) < CHART_CONTRAST:
                yield "chart", f"{name}.paper"


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours (WCAG 2.1, 1.4.3): 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
