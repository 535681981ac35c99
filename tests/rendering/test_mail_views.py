"""The mail as different readers see it: only what their program changes is changed."""

import pytest

from omroeper.domain.inspection import inspect_html
from omroeper.rendering.mail_views import (
    in_colours,
    views_of,
    with_anchors,
    without_images,
    without_styles,
)
from tests.rendering.test_newsletter import SHOWN

STYLED = (
    "<style>@media (prefers-color-scheme: dark) and (max-width:9px) { p { color: #eee } }</style>"
)
LIGHT_ONLY = "<style>@media (prefers-color-scheme:light) { p { color: #111 } }</style>"
ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"


@pytest.mark.parametrize(
    ("html", "scheme", "expected"),
    [
        (STYLED, "dark", ALWAYS),
        (STYLED, "light", NEVER),
        (LIGHT_ONLY, "dark", NEVER),
        (LIGHT_ONLY, "light", ALWAYS),
    ],
)
def test_a_colour_scheme_is_decided_and_other_conditions_stay(
    html: str, scheme: str, expected: str
) -> None:
    shown = in_colours(html, scheme)
    assert f"@media {expected}" in shown
    assert "prefers-color-scheme" not in shown
    assert shown.count("(max-width:9px)") == html.count("(max-width:9px)")


def test_the_real_mail_has_a_dark_and_a_light_view() -> None:
    dark, light = in_colours(SHOWN.html, "dark"), in_colours(SHOWN.html, "light")
    assert dark.count(ALWAYS) == light.count(NEVER) > 0
    assert '<meta name="color-scheme" content="dark"' in dark
    assert '<meta name="color-scheme" content="light"' in light


def test_images_off_leaves_their_words_and_fetches_nothing() -> None:
    html = (
        '<td background="https://x.example/a.png" style="background: url(\'b.png\') red">'
        '<img src="c.png" srcset="d.png 2x" alt="Vijf > vier" width="10"></td>'
    )
    bare = without_images(html)
    assert inspect_html(bare).remote == []
    assert bare == '<td style="background: none red"><img alt="Vijf > vier" width="10"></td>'


def test_without_its_style_blocks_the_inline_styles_stay() -> None:
    bare = without_styles('<STYLE type="text/css">p { x: y }</STYLE ><p style="color:red">Dag</p>')
    assert bare == '<p style="color:red">Dag</p>'
    assert "<style" not in without_styles(SHOWN.html)


def test_a_mail_without_images_says_that_nothing_changes() -> None:
    light, _, bare, _ = views_of(SHOWN.html)
    assert bare.html == light.html
    assert "heeft geen afbeeldingen" in bare.note
    with_image = SHOWN.html.replace("</body>", '<img src="a.png" alt="A"></body>')
    assert "heeft geen afbeeldingen" not in views_of(with_image)[2].note


def test_headings_become_places_to_go_to() -> None:
    html = '<h2 class="x">Een &amp; twee</h2><h3><a href="#">Een\n &amp; twee</a></h3><h3>Drie</h3>'
    shown = with_anchors(html, {"a": "Een & twee", "b": "Een & twee", "c": "Vier"})
    assert '<h2 class="x" id="a">' in shown
    assert '<h3 id="b"><a href="#">' in shown
    assert "<h3>Drie</h3>" in shown
