"""Theme terms in items, with the words they were found in."""

from dataclasses import replace

import pytest

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.theme_matching import ThemeMatcher
from tests.domain.test_item import ITEM

STEM = dutch_stemmer()


def words_of(term: str, text: str) -> str | None:
    """The words of the text in which the term is found."""
    found = ThemeMatcher((term,), STEM).matches(replace(ITEM, title="", text=text, tags=()))
    return found[0].words if found else None


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        # a hyphen that waits for its other half
        ("leercultuur", "Een leer- en ontwikkelcultuur.", "leer- en ontwikkelcultuur"),
        ("ontwikkelcultuur", "Een leer- en ontwikkelcultuur.", "ontwikkelcultuur"),
        ("leercultuur", "De leer- én ontwikkelcultuuraanpak", "leer- én ontwikkelcultuuraanpak"),
        (
            "loopbaanoriëntatie",
            "Over loopbaan-, studie- en beroepsoriëntatie.",
            "loopbaan-, studie- en beroepsoriëntatie",
        ),
        ("leercultuur", "De leer- en speelruimte", None),
        ("leercultuur", "Een leer- . De ontwikkelcultuur", None),
        # terms of several words, in other forms, in another order, with words between
        ("technisch vmbo", "Technische vmbo-opleidingen groeien", "Technische vmbo-opleidingen"),
        ("technisch vmbo", "op het technisch vmbo", "technisch vmbo"),
        ("groene en digitale banen", "digitale en groene banen", "digitale en groene banen"),
        ("groene en digitale banen", "Een groene, digitale baan", "groene, digitale baan"),
        ("leven lang ontwikkelen", "een leven lang leren en ontwikkelen", "leven lang leren en ontwikkelen"),
        ("groene en digitale banen", "Groene kansen. Digitale banen.", None),
        ("groene en digitale banen", "Groene daken", None),
        # hyphened words, written in any way
        ("zij-instromer", "Drie zijinstromers", "zijinstromers"),
        ("zijinstromer", "Drie zij-instromers", "zij-instromers"),
        ("van-werk-naar-werk", "van werk naar werk", "werk naar werk"),
        ("van-werk-naar-werk", "aan het werk", None),
        ("leercultuur", "De mkb-leercultuur groeit", "mkb-leercultuur"),
        ("vmbo", "De vmbo-scholen doen mee", "vmbo-scholen"),
        ("mbo", "Alle mbo’ers", "mbo’ers"),
        # diacritics, capitals, soft hyphens, composed or not
        ("beroepsorientatie", "Beroepsoriëntatie in de klas", "Beroepsoriëntatie"),
        ("beroepsoriëntatie", "BEROEPSORIE\u0308NTATIE", "BEROEPSORIËNTATIE"),
        ("leercultuur", "Een leer\u00adcultuur", "leercultuur"),
        ("vmbo", "Nieuws over aivmbox", None),
    ],
)  # fmt: skip
def test_a_term_is_found_in_the_words_that_mean_it(term: str, text: str, words: str | None) -> None:
    assert words_of(term, text) == words


def test_terms_come_in_the_themes_order_from_title_text_and_tags() -> None:
    item = replace(ITEM, title="De conferentie", text="Over skills.", tags=("vmbo",))
    found = ThemeMatcher(("vmbo", "skills", "conferentie"), STEM).matches(item)
    assert [(match.term, match.in_title) for match in found] == [
        ("vmbo", False),
        ("skills", False),
        ("conferentie", True),
    ]


def test_a_sentence_does_not_run_on_into_the_tags() -> None:
    item = replace(ITEM, title="", text="Nieuws over groene", tags=("digitale", "banen"))
    assert ThemeMatcher(("groene en digitale banen",), STEM).matches(item) == ()
