"""The images of an entry: their address, alt text and size, as far as the source says."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from omroeper.adapters.feeds.text import plain_line, sanitised
from omroeper.domain.item import Image
from omroeper.domain.links import is_web_address

MOST_IMAGES = 10
SMALLEST = 10
"""Pixels. A smaller image is there to count readers, not to be seen."""
_IMAGE = re.compile(r"<img\b([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def noted_images(own: Iterable[Image], markup: str) -> tuple[Image, ...]:
    """An entry's own images, then those in its html; each address once, without counting pixels."""
    found: dict[str, Image] = {}
    for image in (*own, *images_in(markup)):
        if is_web_address(image.address) and not _counts_readers(image):
            known = found.get(image.address)
            if known is None or (image.alt and not known.alt):
                found[image.address] = image
    return tuple(found.values())[:MOST_IMAGES]


def images_in(markup: str) -> Iterator[Image]:
    """The images of a piece of html; nh3 writes its attributes in one form, so these can be read."""
    shown = sanitised(markup) if "<img" in markup.casefold() else ""
    for attributes in _IMAGE.findall(shown):
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        yield Image(
            address=given.get("src", ""),
            alt=plain_line(given.get("alt", "")),
            width=pixels(given.get("width")),
            height=pixels(given.get("height")),
        )


def pixels(given: object) -> int:
    """A whole number of pixels; 0 for what is none (`50%`, nothing, a number beyond belief)."""
    text = str(given or "").strip().removesuffix("px")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def _counts_readers(image: Image) -> bool:
    return any(0 < side < SMALLEST for side in (image.width, image.height))
