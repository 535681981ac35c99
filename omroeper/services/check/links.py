"""Links: web addresses with a text that says where they lead."""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, block, warn

_EMPTY_LINK_TEXTS = {"klik hier", "hier", "lees meer", "link", "meer"}


def check_links(seen: Seen) -> Iterator[Finding]:
    for link in seen.mail.links:
        if not link.href.startswith(("https://", "http://", "mailto:", "#")):
            yield block(
                "link",
                link.text.strip() or link.href,
                "Deze link is geen webadres.",
                "Begin met https://.",
            )
        text = link.text.strip().casefold()
        if not text:
            yield block(
                "linktekst", link.href, "Deze link heeft geen tekst.", "Geef hem een tekst."
            )
        elif text in _EMPTY_LINK_TEXTS:
            yield warn(
                "linktekst",
                link.href,
                f"De linktekst ‘{text}’ zegt niet waar hij heen gaat.",
                "Noem het onderwerp in de linktekst.",
            )
