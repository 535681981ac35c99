"""Finished: no placeholder is left, the template compiled, and no mailbox cuts the mail off."""

import re
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, block

GMAIL_CLIP = 102 * 1024
"""Bytes of html above which Gmail cuts a mail off."""
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\bTODO\b|\bXXX\b|lorem ipsum", re.IGNORECASE)


def check_finished(seen: Seen) -> Iterator[Finding]:
    for place, text in (
        ("Onderwerp", seen.rendered.subject),
        ("Mail", seen.rendered.html),
        ("Tekst", seen.rendered.text),
    ):
        if found := _LEFTOVER.search(text):
            yield block(
                "onaf", place, f"Er staat nog ‘{found[0]}’ in.", "Vul het in of haal het weg."
            )
    unknown = sorted(tag for tag in seen.mail.tags if tag.startswith("mj-"))
    if unknown:
        yield block(
            "sjabloon",
            "Mail",
            f"Het sjabloon bevat een onbekend onderdeel: {', '.join(unknown)}.",
            "Herstel het sjabloon.",
        )
    size = len(seen.rendered.html.encode())
    if size > GMAIL_CLIP:
        yield block(
            "omvang",
            "Mail",
            f"De mail is {size // 1024} kB; Gmail kapt af boven 102 kB.",
            "Laat berichten weg.",
        )
