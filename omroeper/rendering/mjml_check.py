"""A validator before mjml-python and a check after it: the compiler drops many mistakes silently.

Allowed tags and attributes are those our templates use, by the MJML documentation
(documentation.mjml.io); another is a mistake until it is added here.
"""

import re
from xml.etree import ElementTree

from omroeper.domain.errors import RenderingError

_SPACING = {"padding", "padding-top", "padding-bottom", "padding-left", "padding-right"}
_BOX = {"background-color", "css-class", "border-radius", "border", "border-top", "border-bottom"}
_TYPE = {"color", "font-size", "font-weight", "font-family", "line-height", "align"}
_ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    # tag: (parents, attributes)
    "mjml": (set(), {"lang", "dir"}),
    "mj-head": ({"mjml"}, set()),
    "mj-body": ({"mjml"}, {"background-color", "width", "css-class"}),
    "mj-title": ({"mj-head"}, set()),
    "mj-preview": ({"mj-head"}, set()),
    "mj-attributes": ({"mj-head"}, set()),
    "mj-all": ({"mj-attributes"}, _TYPE | _SPACING),
    "mj-style": ({"mj-head"}, set()),
    "mj-raw": ({"mj-head", "mj-body"}, set()),
    "mj-wrapper": ({"mj-body"}, _SPACING | _BOX),
    "mj-section": ({"mj-body", "mj-wrapper"}, _SPACING | _BOX | {"text-align", "direction"}),
    "mj-column": ({"mj-section", "mj-group"}, _SPACING | _BOX | {"width", "vertical-align"}),
    "mj-group": ({"mj-section"}, {"width", "vertical-align", "css-class"}),
    "mj-text": ({"mj-column", "mj-attributes"}, _TYPE | _SPACING | {"css-class"}),
    "mj-button": ({"mj-column"}, _TYPE | _SPACING | _BOX | {"href", "inner-padding"}),
    "mj-divider": (
        {"mj-column"},
        _SPACING | {"border-color", "border-width", "css-class", "width"},
    ),
    "mj-table": ({"mj-column"}, _TYPE | _SPACING | {"css-class", "role"}),
    "mj-spacer": ({"mj-column"}, {"height", "css-class"}),
}
_CONTENT = {"mj-text", "mj-raw", "mj-table", "mj-button", "mj-style", "mj-title", "mj-preview"}


def validate_mjml(mjml: str) -> None:
    """Raise RenderingError naming the tag or attribute that MJML would drop or misplace."""
    try:
        root = ElementTree.fromstring(mjml)  # noqa: S314 - our own template, and MJML is XML
    except ElementTree.ParseError as cause:
        raise _mistake(f"it is not well-formed ({cause})") from cause
    if root.find("mj-body") is None:
        raise _mistake("it has no mj-body")
    _validate(root, None)


def _validate(element: ElementTree.Element, parent: str | None) -> None:
    rule = _ALLOWED.get(element.tag)
    if rule is None:
        raise _mistake(f"<{element.tag}> is not a tag our templates use")
    parents, attributes = rule
    if parent is not None and parent not in parents:
        raise _mistake(f"<{element.tag}> may not stand in <{parent}>")
    for name in element.attrib:
        if name not in attributes:
            raise _mistake(f"<{element.tag}> has no attribute '{name}'")
    if element.tag in _CONTENT:
        return
    for child in element:
        _validate(child, element.tag)


def check_html(html: str) -> None:
    """Raise RenderingError when a tag came through uncompiled or an image has no alt."""
    if left := re.search(r"</?mj-[a-z]+", html):
        raise _mistake(f"{left[0]}> came through uncompiled")
    for image in re.findall(r"<img\b[^>]*>", html):
        if "alt=" not in image:
            raise _mistake(f"an image has no alt text: {image[:80]}")


def _mistake(problem: str) -> RenderingError:
    return RenderingError(
        problem, thing="templates/newsletter/newsletter.mjml", remedy="Mend the template."
    )
