"""How the text of a page looks once its CSS is applied: colour, ground, size, and what sets links off.

The ground is the nearest painted one behind the text. Text on a picture is left out, and so is
what is drawn (svg): neither has one ground.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from xml.etree.ElementTree import Element as Node

import html5lib
from tinycss2 import color3

from omroeper.rendering.brand import contrast
from omroeper.rendering.selectors import Element
from omroeper.rendering.stylesheet import Stylesheet, read_stylesheet

LARGE, LARGE_BOLD = 24.0, 18.66
"""CSS pixels from which text is large (WCAG 2.1: 18 and 14 points)."""
_SIZES = {"h1": 32.0, "h2": 24.0, "h3": 18.72, "h4": 16.0, "h5": 13.28, "h6": 10.72}
_BOLD = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"})
_UNSEEN = frozenset({"head", "style", "script", "title", "noscript", "template"})
_LENGTH = re.compile(r"([\d.]+)(px|pt|em|rem|%)")
_VARIABLE = re.compile(r"var\((--[\w-]+)(?:,([^)]*))?\)")
_UNITS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}


class Scheme(StrEnum):
    """The reader's colours."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class ShownText:
    """A run of text as it looks. Colours are #rrggbb, `size` is in CSS pixels.

    `around` is the colour of the text that a link stands in, empty outside links or when it is alone.
    """

    text: str
    colour: str
    ground: str
    size: float
    bold: bool
    underlined: bool = False
    around: str = ""

    @property
    def contrast(self) -> float:
        return contrast(self.colour, self.ground)

    @property
    def least(self) -> float:
        """What WCAG 2.1 AA asks of it (1.4.3)."""
        return 3.0 if self.size >= (LARGE_BOLD if self.bold else LARGE) else 4.5


@dataclass(frozen=True, slots=True)
class _Look:
    """What text inherits; `beside` says that running text stands beside the children."""

    colour: str = "#000000"
    ground: str = "#ffffff"
    size: float = 16.0
    bold: bool = False
    underlined: bool = False
    around: str = ""
    beside: bool = False
    hidden: bool = False


def read_appearance(html: str) -> dict[Scheme, tuple[ShownText, ...]]:
    """Every run of text that is seen, in the order of the source, in light and in dark."""
    page = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    blocks = [node.text or "" for node in page.iter("style") if "media" not in node.attrib]
    return {scheme: tuple(_reader(page, blocks, scheme)) for scheme in Scheme}


def _reader(page: Node, blocks: list[str], scheme: Scheme) -> Iterator[ShownText]:
    sheet = read_stylesheet(blocks, dark=scheme is Scheme.DARK)
    declared = sheet.declared(Element("html", page.attrib))
    variables = {name: v for name, v in declared.items() if name.startswith("--")}
    return _Reader(sheet, variables).texts(page, None, _Look())


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Stylesheet
    variables: dict[str, str]

    def texts(
        self, node: Node, parent: Element | None, outer: _Look, *, first: bool = False
    ) -> Iterator[ShownText]:
        if not isinstance(node.tag, str) or node.tag in _UNSEEN or node.tag.startswith("{"):
            return  # a comment, what is never shown, or what is drawn (svg)
        element = Element(node.tag, node.attrib, parent, first)
        look = self._look(element, outer)
        if look.hidden:
            return
        yield from _shown(node.text, look)
        beside = replace(look, beside=_has_running_text(node))
        for number, child in enumerate(node):
            yield from self.texts(child, element, beside, first=number == 0)
            yield from _shown(child.tail, look)

    def _look(self, element: Element, outer: _Look) -> _Look:
        declared = {name: self._value(v) for name, v in self.sheet.declared(element).items()}
        bold, tag = outer.bold or element.tag in _BOLD, element.tag
        weight = declared.get("font-weight") or _weight_in(declared.get("font", ""))
        ground = declared.get("background-color") or declared.get("background", "")
        ground = ground or element.attributes.get("bgcolor", "")
        size = declared.get("font-size") or declared.get("font", "")
        line = declared.get("text-decoration", declared.get("text-decoration-line", ""))
        underlined = "underline" in line or (tag == "a" and not line)
        return _Look(
            colour=_painted(
                declared.get("color", _own_colour(element)), outer.colour, outer.ground
            ),
            ground=_painted(ground, outer.ground, outer.ground),
            size=_size(size, outer.size, _SIZES.get(tag, outer.size)),
            bold=_is_bold(weight) if weight and weight != "inherit" else bold,
            underlined=underlined or outer.underlined,  # a line of an ancestor goes on
            around=(outer.colour if outer.beside else "") if tag == "a" else outer.around,
            hidden=outer.hidden or _is_hidden(declared),
        )

    def _value(self, value: str) -> str:
        for _ in range(4):  # a variable may hold another
            if "var(" not in value:
                break
            value = _VARIABLE.sub(lambda m: self.variables.get(m[1], m[2] or ""), value)
        return value


def _shown(text: str | None, look: _Look) -> Iterator[ShownText]:
    told = " ".join((text or "").split())
    if told and look.size:
        yield ShownText(
            told, look.colour, look.ground, look.size, look.bold, look.underlined, look.around
        )


def _has_running_text(node: Node) -> bool:
    return any(len((text or "").strip()) > 1 for text in (node.text, *(c.tail for c in node)))


def _own_colour(element: Element) -> str:
    return "#0000ee" if element.tag == "a" and "href" in element.attributes else ""


def _painted(value: str, inherited: str, behind: str) -> str:
    """The colour as #rrggbb, laid over what is behind it; what says none is inherited."""
    for token in reversed([value, *value.split()]):
        colour = color3.parse_color(token)
        if isinstance(colour, color3.RGBA):
            if colour.alpha == 0:
                return inherited
            under = [int(behind[place : place + 2], 16) / 255 for place in (1, 3, 5)]
            parts = zip(colour[:3], under, strict=True)
            mixed = [top * colour.alpha + low * (1 - colour.alpha) for top, low in parts]
            return "#" + "".join(f"{round(part * 255):02x}" for part in mixed)
    return inherited


def _size(value: str, outer: float, default: float) -> float:
    found = _LENGTH.search(value)
    if not found:
        return 0.0 if value.strip() == "0" else default
    number, unit = float(found[1]), found[2]
    return number * {**_UNITS, "em": outer, "%": outer / 100}[unit]


def _weight_in(font: str) -> str:
    return "bold" if re.search(r"\b(bold|[6-9]00)\b", font) else ""


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)


def _is_hidden(declared: dict[str, str]) -> bool:
    return "none" in declared.get("display", "") or declared.get("visibility") == "hidden"
