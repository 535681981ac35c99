"""The mail holds where clients do not: without style blocks, in the Word engine, in turned colours."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest

from omroeper.rendering.appearance import Scheme, read_appearance
from omroeper.rendering.brand import contrast
from omroeper.rendering.stylesheet import read_declarations
from tests.rendering.test_newsletter import SHOWN

_BLOCKS = ("p", "h1", "h2", "h3")
STRIPPED = re.sub(r"<style.*?</style>", "", SHOWN.html, flags=re.DOTALL)
OUTLOOK = re.sub(r"<!--\[if mso \| IE\]>(.*?)<!\[endif\]-->", r"\1", STRIPPED, flags=re.DOTALL)


def elements(html: str) -> Iterator[tuple[Element, dict[str, str]]]:
    """Each element with its inline style."""
    page = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    for node in page.iter():
        if isinstance(node.tag, str):
            own = read_declarations(node.attrib.get("style", ""))
            yield node, {one.name: one.value for one in own}


def test_without_any_style_block_every_text_looks_the_same() -> None:
    """Gmail drops the blocks for accounts of others, and where they are too large."""
    assert read_appearance(STRIPPED)[Scheme.LIGHT] == read_appearance(SHOWN.html)[Scheme.LIGHT]


def test_without_any_style_block_paragraphs_and_headings_keep_their_distance() -> None:
    blocks = [(node, style) for node, style in elements(STRIPPED)]
    loose = [node for node, style in blocks if node.tag in _BLOCKS and "margin" not in style]
    assert [" ".join(node.itertext()) for node in loose] == []


def inverted(colour: str) -> str:
    return "#" + "".join(f"{255 - int(colour[place : place + 2], 16):02x}" for place in (1, 3, 5))


@pytest.mark.parametrize("html", [SHOWN.html, STRIPPED], ids=["whole", "stripped"])
def test_forced_inversion_leaves_every_text_readable(html: str) -> None:
    """Some clients turn all colours round; what is well apart stays apart, if less."""
    faint = [
        text
        for text in read_appearance(html)[Scheme.LIGHT]
        if contrast(inverted(text.colour), inverted(text.ground)) < 3
    ]
    assert faint == []


def test_light_text_has_its_dark_ground_in_its_own_style() -> None:
    """No text counts on an image or on a block for the ground that it needs."""
    for text in read_appearance(STRIPPED)[Scheme.LIGHT]:
        assert text.contrast >= text.least, text


def test_the_word_engine_has_a_table_of_the_mail_s_width_around_each_part() -> None:
    wide = [node for node, _ in elements(OUTLOOK) if node.attrib.get("width") == "640"]
    parts = SHOWN.mjml.count("<mj-section")
    assert len([node for node in wide if node.tag == "table"]) == parts
    assert OUTLOOK.count("<table") == OUTLOOK.count("</table>")
    assert OUTLOOK.count("<td") == OUTLOOK.count("</td>")


def test_padding_and_borders_stand_where_the_word_engine_draws_them() -> None:
    """Only on cells (and tables), and a border at most 8 pixels wide."""
    for node, style in elements(OUTLOOK):
        padded = [
            value for name, value in style.items()
            if name.startswith("padding") and value not in ("0", "0px")
        ]  # fmt: skip
        bordered = [
            value for name, value in style.items()
            if re.fullmatch(r"border(-(top|right|bottom|left))?", name) and value[0] in "123456789"
        ]  # fmt: skip
        assert not (padded or bordered) or node.tag in ("td", "th", "table"), (node.tag, style)
        assert all(int(re.match(r"\d+", value)[0]) <= 8 for value in bordered)  # type: ignore[index]


def test_no_layout_needs_a_width_on_a_block() -> None:
    """The Word engine knows no width on div, p or span: only MJML's own, with a table around it."""
    for node, style in elements(OUTLOOK):
        if node.tag in ("p", "a", "h1", "h2", "h3"):
            assert "width" not in style
        if node.tag == "div" and "width" in style:
            assert style["width"] == "100%"


def test_bars_are_as_high_as_they_say() -> None:
    bars = [style for node, style in elements(OUTLOOK) if node.attrib.get("class") == "bar"]
    assert bars
    for style in bars:
        assert (style["line-height"], style["mso-line-height-rule"]) == ("10px", "exactly")


def test_the_button_is_a_cell_with_a_ground_of_its_own() -> None:
    (button,) = [
        (node, style) for node, style in elements(STRIPPED) if node.attrib.get("class") == "button"
    ]
    assert button[0].tag == "td"
    assert {"background-color", "padding"} <= button[1].keys()


def test_our_own_rules_chain_no_selectors() -> None:
    """Outlook on the web drops `td.bar`; a class of its own says the same."""
    css = "".join(re.findall(r"<mj-style>(.*?)</mj-style>", SHOWN.mjml, re.DOTALL))
    selectors = re.findall(r"([^{}@;]+)\{", css)
    chained = [one for one in selectors if re.search(r"[\w-]\.[a-z]", one)]
    assert chained == []
