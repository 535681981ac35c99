"""Privacy: a way out for everyone, nothing personal in a link, and nothing that tells who opens."""

from collections.abc import Iterator

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, block


def check_leaving(seen: Seen) -> Iterator[Finding]:
    own = [link for link in seen.mail.links if TOKEN_PLACEHOLDER in link.href]
    if (
        not any("/afmelden/" in link.href for link in own)
        or TOKEN_PLACEHOLDER not in seen.rendered.text
    ):
        yield block(
            "afmelden",
            "Voettekst",
            "De afmeldlink ontbreekt in de mail of in de tekstversie.",
            "Zet hem terug in de sjablonen.",
        )
    for link in own:
        if "/afmelden/" not in link.href:
            yield block(
                "persoonlijk",
                link.text.strip() or link.href,
                "Deze link is persoonlijk.",
                "Alleen de afmeldlink mag persoonlijk zijn.",
            )


def check_privacy(seen: Seen) -> Iterator[Finding]:
    for address in seen.mail.remote:
        yield block(
            "volgen",
            address,
            "De mail haalt iets op van buiten; zo is te zien wie haar opent.",
            "Haal het weg uit het sjabloon.",
        )
    for image in seen.mail.images:
        if "1" in (image.get("width"), image.get("height")):
            yield block("pixel", str(image.get("src")), "Dit lijkt een telpixel.", "Haal hem weg.")
