"""The address of a post on LinkedIn, as a person copies it from the page."""

import re
from urllib.parse import unquote, urlsplit

from omroeper.domain.errors import InvalidValue

_KINDS = "activity|share|ugcPost"
_URN = re.compile(rf"urn:li:({_KINDS}):(\d{{10,25}})(?!\d)")
_NAMED = re.compile(rf"-({_KINDS})-(\d{{10,25}})(?!\d)")
_SHORT = "lnkd.in"


def post_urn(address: str) -> str:
    """The urn in an address such as `https://www.linkedin.com/posts/ptvt_…-activity-7251-Ab1c` or
    `https://www.linkedin.com/feed/update/urn:li:share:7251/`, or the urn itself; raises
    InvalidValue (Dutch). An `activity` has another number than its post: it takes comments, but
    gives no statistics."""
    given = address.strip()
    if _URN.fullmatch(given):
        return given
    parts = urlsplit(given if "://" in given else f"https://{given}")
    host, path = (parts.hostname or "").casefold(), unquote(parts.path)
    if host == _SHORT:
        raise _wrong(given, "Open deze korte link, en kopieer het adres dat de browser dan toont.")
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        raise _wrong(given, "Het begint met https://www.linkedin.com/.")
    pattern = {"feed": _URN, "posts": _NAMED}.get(path.strip("/").partition("/")[0])
    found = pattern.search(path) if pattern else None
    if found is None:
        raise _wrong(given, "Kies bij het bericht ‘⋯’ en dan ‘Link naar bericht kopiëren’.")
    return f"urn:li:{found[1]}:{found[2]}"


def post_number(urn: str) -> str:
    """What two urns of one post may share: LinkedIn gives a share and its activity their own."""
    return urn.rpartition(":")[2]


def _wrong(address: str, remedy: str) -> InvalidValue:
    shown = address if len(address) <= 80 else f"{address[:79]}…"
    return InvalidValue(f"‘{shown}’ is geen adres van een LinkedIn-bericht", remedy=remedy)
