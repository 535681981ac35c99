"""Access: language, alternative texts and headings (WCAG 2.1 AA)."""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, block, warn


def check_access(seen: Seen) -> Iterator[Finding]:
    if not seen.mail.language:
        yield block(
            "taal",
            "Mail",
            "De taal van de mail staat er niet in.",
            'Zet lang="nl" in het sjabloon.',
        )
    for image in seen.mail.images:
        if image.get("alt") is None:
            yield block(
                "alt",
                str(image.get("src")),
                "Deze afbeelding heeft geen tekst voor wie haar niet ziet.",
                "Voeg een alt-tekst toe.",
            )
    for before, after in zip([0, *seen.mail.headings], seen.mail.headings, strict=False):
        if after > before + 1:
            yield warn(
                "koppen",
                f"Kop niveau {after}",
                f"Na niveau {before} komt meteen niveau {after}.",
                "Sla geen niveau over.",
            )
