"""When a word is a term in another form, a part of its compound, or only looks like it."""

import pytest

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.word_forms import Likeness, TermWord

STEM = dutch_stemmer()


@pytest.mark.parametrize(
    ("term", "word", "likeness"),
    [
        # inflected: plurals, adjectives, participles
        ("docent", "docenten", Likeness.FORM),
        ("loopbaan", "loopbanen", Likeness.FORM),
        ("rolmodel", "rolmodellen", Likeness.FORM),
        ("keuze", "keuzes", Likeness.FORM),
        ("groene", "groen", Likeness.FORM),
        ("digitale", "digitaal", Likeness.FORM),
        ("conferenties", "conferentie", Likeness.FORM),
        ("overstap", "overgestapt", Likeness.FORM),
        ("omscholing", "omgeschoold", Likeness.FORM),
        # compounds, with and without a letter that links
        ("leercultuur", "leercultuuraanpak", Likeness.FIRST),
        ("leercultuur", "bedrijfsleercultuur", Likeness.LAST),
        ("leercultuur", "bedrijfsleerculturen", Likeness.LAST),
        ("leercultuur", "bedrijfsleercultuuraanpak", Likeness.FIRST),
        ("docent", "docententekort", Likeness.FIRST),
        ("digitalisering", "digitaliseringsvraagstuk", Likeness.FIRST),
        ("vrouwen", "vrouwelijke", Likeness.FIRST),
        # short terms are words of their own
        ("llo", "ballon", None),
        ("ict", "district", None),
        ("sto", "historie", None),
        ("data", "datagedreven", None),
        # what only looks like it
        ("inclusie", "inclusief", None),
        ("sterk", "versterken", None),
        ("diversiteit", "biodiversiteit", None),
        ("diversiteit", "diverse", None),
        ("begeleiding", "beleid", None),
        ("monitor", "monitoring", None),
        ("ontwikkelen", "projectontwikkelaar", None),
        ("entree", "geconcentreerd", None),
        ("mobiliteit", "mobiel", None),
        ("ruimte", "kruimtes", None),
    ],
)
def test_words_hold_terms_as_people_mean_them(
    term: str, word: str, likeness: Likeness | None
) -> None:
    assert TermWord.of(term, STEM).likeness(word, STEM(word)) is likeness


def test_without_a_stemmer_words_count_as_they_are() -> None:
    word = TermWord.of("docent", str)
    assert word.likeness("docent", "docent") is Likeness.FORM
    assert word.likeness("docentschappen", "docentschappen") is Likeness.FIRST
