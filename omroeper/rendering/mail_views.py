"""The mail as different readers see it: light, dark, without images, without its style sheet.

Each view is the real mail with only that changed which the reader's program changes, so that every
browser shows every view whatever its own settings are.
"""

import html as markup
import re
from collections.abc import Mapping
from dataclasses import dataclass

_PREFERENCE = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_SCHEMES = re.compile(r'(<meta name="(?:supported-)?color-scheme"[^>]*\bcontent=)"[^"]*"')
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: 0)"
_TAG = re.compile(r"""<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_VALUE = r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)"""
_SOURCE = re.compile(rf"\s(?:src|srcset){_VALUE}", re.IGNORECASE)
_BACKGROUND = re.compile(rf"\sbackground{_VALUE}", re.IGNORECASE)
_ADDRESS = re.compile(r"url\([^)]*\)", re.IGNORECASE)
_STYLE_BLOCK = re.compile(r"<style\b.*?</style\s*>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<(h[1-6])\b([^>]*)>(.*?)</\1>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class View:
    """One way of seeing the mail; `name` (Dutch) is what the editor chooses, `note` explains it."""

    id: str
    name: str
    html: str
    note: str = ""


def views_of(html: str) -> tuple[View, ...]:
    """Every view of a mail. Two views may have the same html: a mail without images, for one."""
    light = in_colours(html, "light")
    bare = without_images(light)
    return (
        View("licht", "Licht", light),
        View("donker", "Donker", in_colours(html, "dark"), "Zoals bij donkere modus."),
        View(
            "zonder-beeld",
            "Zonder afbeeldingen",
            bare,
            "Deze mail heeft geen afbeeldingen: zij blijft zoals zij is."
            if bare == light
            else "Zoals bij wie afbeeldingen uit heeft staan.",
        ),
        View(
            "zonder-stijl",
            "Zonder stijlblok",
            without_styles(light),
            "Zoals in mailprogramma’s die het stijlblok weghalen, zoals Gmail soms doet.",
        ),
    )


def in_colours(html: str, scheme: str) -> str:
    """The mail as it looks with this colour scheme (`light` or `dark`), whatever the browser's is."""

    def decided(match: re.Match[str]) -> str:
        return _ALWAYS if match[1].lower() == scheme else _NEVER

    return _SCHEMES.sub(rf'\1"{scheme}"', _PREFERENCE.sub(decided, html))


def without_images(html: str) -> str:
    """The mail with its images off: their alt text is left, nothing is fetched."""
    return _TAG.sub(_without_image, html)


def _without_image(tag: re.Match[str]) -> str:
    if tag[0][:4].lower() == "<img":
        return _SOURCE.sub("", tag[0])
    return _ADDRESS.sub("none", _BACKGROUND.sub("", tag[0]))


def without_styles(html: str) -> str:
    """The mail without its style blocks; what stands at the elements themselves is left."""
    return _STYLE_BLOCK.sub("", html)


def with_anchors(html: str, headings: Mapping[str, str]) -> str:
    """The mail with an id at the heading of each entry (id → title), so that a link can go there.

    An entry whose heading is not in the mail gets none; of two with one title each gets its own.
    """
    wanted = dict(headings)

    def marked(heading: re.Match[str]) -> str:
        title = " ".join(markup.unescape(re.sub(r"<[^>]*>", "", heading[3])).split())
        found = next((one for one, text in wanted.items() if text == title), None)
        if found is None or " id=" in heading[2]:
            return heading[0]
        del wanted[found]
        return f'<{heading[1]}{heading[2]} id="{found}">{heading[3]}</{heading[1]}>'

    return _HEADING.sub(marked, html)


def with_links_outside(html: str) -> str:
    """The mail with its links opening beside the page: in its frame they could not open at all."""
    return html.replace("<head>", '<head><base target="_blank">', 1)
