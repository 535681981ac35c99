"""How text looks: the cascade as browsers do it, in light and in dark."""

import pytest

from omroeper.rendering.appearance import Scheme, ShownText, read_appearance
from omroeper.rendering.selectors import Element, read_selectors


def looks(body: str, css: str = "", scheme: Scheme = Scheme.LIGHT) -> dict[str, ShownText]:
    html = f"<html><head><style>{css}</style></head><body>{body}</body></html>"
    return {text.text: text for text in read_appearance(html)[scheme]}


def test_colour_and_size_are_inherited_and_the_ground_is_the_nearest_painted_one() -> None:
    text = looks(
        '<div style="background:#0b4f4a;color:#ffffff;font-size:20px"><p><b>wit</b></p></div>'
    )["wit"]
    assert (text.colour, text.ground, text.size, text.bold) == ("#ffffff", "#0b4f4a", 20, True)
    assert text.contrast == pytest.approx(9.4, abs=0.1)


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        ("p { color: red } p { color: blue }", "#0000ff"),
        (".a { color: red } p { color: blue }", "#ff0000"),
        ("#i { color: red } p.a { color: blue }", "#ff0000"),
        ("p { color: red !important } #i { color: blue }", "#ff0000"),
        ("div p { color: red } p { color: blue }", "#ff0000"),
        ("body > p { color: red }", "#000000"),
        ("div > p { color: red }", "#ff0000"),
        ("p:hover { color: red }", "#000000"),
        ("p::before { color: red }", "#000000"),
        ("p:first-child { color: red }", "#ff0000"),
        ("[data-x] { color: red }", "#000000"),
        ("p[id=i] { color: red }", "#ff0000"),
        ("@media print { p { color: red } }", "#000000"),
        ("@media (max-width: 480px) { p { color: red } }", "#000000"),
        ("@media screen and (min-width: 480px) { p { color: red } }", "#ff0000"),
        (":root { --a: var(--b); --b: #00ff00 } p { color: var(--a) }", "#00ff00"),
        ("p { color: var(--c, red) }", "#ff0000"),
    ],
)
def test_the_rule_that_wins(css: str, colour: str) -> None:
    assert looks('<div><p id="i" class="a">x</p></div>', css)["x"].colour == colour


def test_the_style_attribute_wins_unless_a_rule_is_important() -> None:
    body = '<p style="color:#00ff00">x</p>'
    assert looks(body, "p { color: red }")["x"].colour == "#00ff00"
    assert looks(body, "p { color: red !important }")["x"].colour == "#ff0000"


def test_dark_rules_count_in_the_dark_alone() -> None:
    css = "@media (prefers-color-scheme: dark) { p { color: #eeeeee; background: #111111 } }"
    assert looks("<p>x</p>", css)["x"].colour == "#000000"
    dark = looks("<p>x</p>", css, Scheme.DARK)["x"]
    assert (dark.colour, dark.ground) == ("#eeeeee", "#111111")


@pytest.mark.parametrize(
    ("style", "colour", "ground"),
    [
        ("color:rgba(0,0,0,0.5)", "#808080", "#ffffff"),
        ("color:transparent", "#000000", "#ffffff"),
        ("background:#fff url(data:,x) no-repeat;color:#333", "#333333", "#ffffff"),
        ("background:transparent", "#000000", "#ffffff"),
    ],
)
def test_colours_are_mixed_with_what_is_behind_them(style: str, colour: str, ground: str) -> None:
    text = looks(f'<p style="{style}">x</p>')["x"]
    assert (text.colour, text.ground) == (colour, ground)


@pytest.mark.parametrize(
    ("style", "least"),
    [
        ("font-size:24px", 3.0), ("font-size:23px", 4.5), ("font-size:18pt", 3.0),
        ("font-size:19px;font-weight:700", 3.0), ("font-size:18px;font-weight:700", 4.5),
        ("font-size:2em", 3.0), ("font-size:150%", 3.0), ("font-size:1rem", 4.5),
    ],
)  # fmt: skip
def test_large_text_may_stand_out_less(style: str, least: float) -> None:
    assert looks(f'<p style="{style}">x</p>')["x"].least == least


@pytest.mark.parametrize(
    "body",
    [
        '<p style="display:none">x</p>',
        '<div style="display:none"><p>x</p></div>',
        '<p style="visibility:hidden">x</p>',
        '<p style="font-size:0">x</p>',
        "<svg><text>x</text></svg>",
        "<!--[if mso]><p>x</p><![endif]-->",
    ],
)
def test_what_is_not_seen_is_left_out(body: str) -> None:
    assert looks(body) == {}


def test_a_link_in_running_text_knows_the_colour_around_it() -> None:
    found = looks('<p style="color:#333333">Lees <a href="#" style="color:#00655c">dit</a> nu</p>')
    assert (found["dit"].around, found["dit"].underlined) == ("#333333", True)
    alone = looks('<p><a href="#" style="text-decoration:none">dit</a></p>')["dit"]
    assert (alone.around, alone.underlined) == ("", False)


def test_a_line_of_an_ancestor_goes_on() -> None:
    body = '<p style="text-decoration:underline">a<b style="text-decoration:none">b</b></p>'
    assert looks(body)["b"].underlined


def test_a_selector_walks_up_past_what_does_not_match() -> None:
    body = Element("body", {})
    outer = Element("div", {"class": "a b"}, body)
    inner = Element("p", {}, Element("td", {}, outer))
    assert [len(list(read_selectors(text))) for text in ("p, .a p", "p + p", "p:not(.x)")] == [
        2,
        0,
        0,
    ]
    (selector,) = read_selectors("body > .a.b p")
    assert selector.matches(inner)
    assert selector.weight == (0, 2, 2)
    (selector,) = read_selectors("body > p")
    assert not selector.matches(inner)
