"""Contrast: text stands out from its ground, links from the text around them, and nothing is too small."""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.rendering.appearance import Scheme, ShownText
from omroeper.rendering.brand import contrast
from omroeper.services.check.seen import Seen

SMALLEST = 12.0
LINK_CONTRAST = 3.0
"""Contrast of a link without a line with the text around it (WCAG 2.1, technique G183)."""


def check_contrast(seen: Seen) -> Iterator[Finding]:
    for page, looks in seen.looks:
        for scheme, texts in looks.items():
            where = page if scheme is Scheme.LIGHT else f"{page}, donkere weergave"
            yield from _faint(where, texts)
            yield from _unmarked(where, texts)
        yield from _small(page, looks[Scheme.LIGHT])


def _faint(where: str, texts: tuple[ShownText, ...]) -> Iterator[Finding]:
    """One finding for each pair of colours, with the first text that has it."""
    for (colour, ground, _), text in _first_of_each(texts).items():
        if text.contrast < text.least:
            asked = f"{text.contrast:.1f} waar {text.least:.1f} nodig is".replace(".", ",")
            reason = f"Deze tekst valt te weinig op: {colour} op {ground} is {asked}."
            remedy = "Kies andere kleuren in templates/brand/brand.yaml."
            yield found("contrast", f"{where}: ‘{text.text[:60]}’", reason, remedy)


def _first_of_each(texts: tuple[ShownText, ...]) -> dict[tuple[str, str, float], ShownText]:
    pairs: dict[tuple[str, str, float], ShownText] = {}
    for text in texts:
        pairs.setdefault((text.colour, text.ground, text.least), text)
    return pairs


def _unmarked(where: str, texts: tuple[ShownText, ...]) -> Iterator[Finding]:
    for text in texts:
        if not text.around or text.underlined:
            continue
        if contrast(text.colour, text.around) < LINK_CONTRAST:
            reason = "Alleen de kleur zegt dat dit een link is."
            remedy = "Zet er een streep onder in het sjabloon."
            yield found("linkkleur", f"{where}: ‘{text.text[:60]}’", reason, remedy)


def _small(page: str, texts: tuple[ShownText, ...]) -> Iterator[Finding]:
    small = [text for text in texts if 1 < text.size < SMALLEST]
    if small:
        reason = f"{len(small)} stukken tekst zijn kleiner dan {SMALLEST:.0f} pixels."
        place = f"{page}: ‘{small[0].text[:60]}’"
        yield found("klein", place, reason, "Maak ze groter in het sjabloon.")
