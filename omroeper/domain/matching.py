"""How well an item fits the month's theme, with the terms that say so."""

import re
import unicodedata

from omroeper.domain.item import Item

TITLE_WEIGHT = 2
"""A term in the title counts as much as this many in the text."""


def folded(text: str) -> str:
    """Lower case, without diacritics, soft hyphens and typographic apostrophes."""
    plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "").replace("’", "'"))
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).casefold()


def matched_terms(item: Item, terms: tuple[str, ...]) -> tuple[str, ...]:
    """The theme's terms found in title, text or tags, in the theme's order.

    A term counts as a word or at the start or end of a compound: `vmbo` in `vmbo-scholen`,
    `leercultuur` in `leercultuuraanpak`; of a short term (up to four letters) only the word.
    """
    text = folded(" ".join((item.title, item.text, *item.tags)))
    return tuple(term for term in terms if _pattern(term).search(text))


def theme_score(item: Item, terms: tuple[str, ...]) -> int:
    """Weight of the theme's terms in the item; 0 when none is found."""
    title, text = folded(item.title), folded(" ".join((item.text, *item.tags)))
    in_title = sum(1 for term in terms if _pattern(term).search(title))
    in_text = sum(1 for term in terms if _pattern(term).search(text))
    return TITLE_WEIGHT * in_title + in_text


def _pattern(term: str) -> re.Pattern[str]:
    word = re.escape(folded(term))
    if len(term) <= 4:
        return re.compile(rf"\b{word}\b")
    return re.compile(rf"\b{word}|{word}\b")


def normal_title(title: str) -> str:
    """The title's words only, to see that two items carry the same one."""
    return " ".join(re.findall(r"\w+", folded(title)))
