"""Theme terms in Dutch items: words, compounds, diacritics; short terms only as words."""

from dataclasses import replace

import pytest

from omroeper.domain.matching import matched_terms, theme_score
from tests.domain.test_item import ITEM


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Een leercultuuraanpak voor het mkb", "leercultuur", True),
        ("De mkb-leercultuur groeit", "leercultuur", True),
        ("Beroepsoriëntatie in de klas", "beroepsorientatie", True),
        ("De vmbo-scholen doen mee", "vmbo", True),
        ("Nieuws over aivmbox", "vmbo", False),
        ("Dit is niet relevant", "ict", False),
        ("Werken in de ICT", "ict", True),
    ],
)
def test_terms_are_found_as_people_mean_them(text: str, term: str, found: bool) -> None:
    item = replace(ITEM, title="", text=text)
    assert (matched_terms(item, (term,)) == (term,)) is found


def test_a_term_in_the_title_weighs_more() -> None:
    in_title = replace(ITEM, title="De conferentie", text="")
    in_text = replace(ITEM, title="", text="De conferentie")
    assert theme_score(in_title, ("conferentie",)) > theme_score(in_text, ("conferentie",)) > 0
