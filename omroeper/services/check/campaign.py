"""Campaign parameters: set on every link to a website, the same everywhere, in html and in text."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.services.check.seen import Seen

_UTM = ("utm_source", "utm_medium", "utm_campaign")
_IN_TEXT = re.compile(r"https?://[^\s<>]+")


def check_campaign(seen: Seen) -> Iterator[Finding]:
    if seen.around.links is None:
        return
    yield from _unregistered(seen)
    yield from _parameters(seen)
    yield from _both_parts(seen)


def _unregistered(seen: Seen) -> Iterator[Finding]:
    book = seen.around.links
    counter = f"{book.counter_url}/k/" if book and book.counter_url else ""
    for link in seen.content_links():
        if counter and link.href.startswith(counter) and seen.targets[link.href] == link.href:
            reason = "Deze getelde link staat niet in het register en leidt nergens heen."
            yield found("link-onbekend", seen.place_of(link), reason, "Maak een nieuw concept.")


def _parameters(seen: Seen) -> Iterator[Finding]:
    asked = {link.href: _queried(seen.targets[link.href]) for link in seen.content_links()}
    values = Counter(tuple(query.get(name, [""])[0] for name in _UTM) for query in asked.values())
    usual = max(values, key=lambda one: (all(one), values[one]), default=("", "", ""))
    for link in seen.content_links():
        query = asked[link.href]
        mine = tuple(query.get(name, [""])[0] for name in _UTM)
        twice = [name for name in query if name.startswith("utm_") and len(query[name]) > 1]
        if twice:
            reason = f"In deze link staat {twice[0]} twee keer."
            yield found("utm-dubbel", seen.place_of(link), reason, _REMEDY)
        elif not all(mine):
            lacking = ", ".join(name for name, value in zip(_UTM, mine, strict=True) if not value)
            reason = f"In deze link ontbreekt {lacking}; bezoeken via de mail tellen niet mee."
            yield found("utm", seen.place_of(link), reason, _REMEDY)
        elif mine != usual:
            reason = f"Deze link heeft {'/'.join(mine)}, de andere {'/'.join(usual)}."
            yield found("utm", seen.place_of(link), reason, _REMEDY)


_REMEDY = (
    "De sjablonen maken dit zelf: laat de beheerder kijken welk sjabloon de link buitenom zet."
)


def _both_parts(seen: Seen) -> Iterator[Finding]:
    """A link of the html that the text part lacks is lost for who reads text."""
    in_text = {address.rstrip(".,;)") for address in _IN_TEXT.findall(seen.rendered.text)}
    for link in seen.content_links():
        if link.href not in in_text:
            reason = "Deze link staat niet in de tekstversie, of anders."
            yield found("link-verschilt", seen.place_of(link), reason, _REMEDY)


def _queried(url: str) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    return query
