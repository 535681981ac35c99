"""What a page fetches when it is opened: whoever serves that sees who opens it (promise 6)."""

import re
from collections.abc import Iterator, Mapping

_SOURCES = ("src", "background", "poster", "data", "longdesc", "dynsrc", "lowsrc")
_URL = re.compile(r"url\(\s*['\"]?\s*([^'\")]+)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s+(?:url\(\s*)?['\"]?\s*([^'\");]+)", re.IGNORECASE)
_HERE = ("data:", "cid:", "#", "about:")


def fetched_by_tag(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    """Addresses that a tag's own attributes make a client fetch."""
    for name in _SOURCES:
        yield from _elsewhere(attributes.get(name))
    for one in (attributes.get("srcset") or "").split(","):
        yield from _elsewhere(one.strip().partition(" ")[0])
    if tag in ("link", "image", "use"):
        yield from _elsewhere(attributes.get("href"))
    if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
        yield attributes.get("content") or "refresh"
    yield from fetched_by_css(attributes.get("style") or "")


def fetched_by_css(css: str) -> Iterator[str]:
    """Addresses in a style attribute or block: pictures, fonts, and whole style sheets."""
    for pattern in (_IMPORT, _URL):
        for address in pattern.findall(css):
            yield from _elsewhere(address)


def _elsewhere(address: str | None) -> Iterator[str]:
    if address and not address.strip().lower().startswith(_HERE):
        yield address.strip()
