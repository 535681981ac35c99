"""Which words are misspelt, by a dictionary of a few words."""

import pytest

from omroeper.domain.language.corrections import corrections
from omroeper.domain.language.spelling import capitalised_within, near_name, unknown_words
from omroeper.domain.language.words import Abbreviations, DutchWords

KNOWN = set(
    "de het een en van in is op leer cultuur programma programma's ontwikkelcultuur leerwerk kinderdag "
    "route conferentie kwam vandaag school scholen regio werkt samen met goed september zij instromer "
    "zie lezen wij wat er leeft 's bij elkaar dag".split()
)
WORDS = DutchWords(
    knows=lambda word: word in KNOWN or word[:1].lower() + word[1:] in KNOWN - {"september"},
    names=frozenset({"Techkwadraat", "MKB!dee, SLIM", "Sterk Techniekonderwijs"}),
    abbreviations=Abbreviations(frozenset({"mkb"}), {"PPS": "publiek-private samenwerking"}),
)


def unknown(text: str) -> list[str]:
    return [token.text for token in unknown_words(text, WORDS, capitalised_within(text))]


@pytest.mark.parametrize(
    "text",
    [
        "De leer- en ontwikkelcultuur, de leer‑ en kinder- en dag",
        "Het mkb-programma, de mkb-route en de zij-instromer",
        "De programma’s, ‘programma’s’ en 'programma's'",
        "Wat er ’s in is",
        "De Pps’en, de mkb’ers en Techkwadraats conferentie",
        "De PPS-conferentie en de ABCD-route",
        "Zie www.qqqq.nl/xxxx, https://qqqq.example, info@qqqq.nl en qqqq.pdf #qqqq @qqqq",
        "In 2024 kwam de 25e en het 12-qqqq",
        "September is goed.",
        "De school van Qqqq Xxxx en Wwww",
        "Qqqq Xxxx kwam. De school van Zzzz is goed. Zzzz werkt samen.",
        "Wij lezen “the quick brown fox” en ‘climate smart farming’.",
        "De MKB!dee, SLIM van Sterk Techniekonderwijs-regio",
        "De bijv. en de o.a. en de a.s. dag",
    ],
)
def test_what_is_right(text: str) -> None:
    assert unknown(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Het progamma kwam. Het progamma is goed.", ["progamma"]),
        ("Progamma van de dag", ["Progamma"]),
        ("De leer- en ontwikelcultuur", ["ontwikelcultuur"]),
        ("De qqqq- en ontwikkelcultuur", ["qqqq-"]),
        ("De mkb-ruote", ["mkb-ruote"]),
        ("De conferentie van Techkwadaart", ["Techkwadaart"]),
        ("De Techkwadaart-regio wrekt samen", ["Techkwadaart-regio", "wrekt"]),
        ("De shcool wrekt samen met Qqqq wrekt", ["shcool", "wrekt"]),
        ("Wij lezen ‘het progamma van de school’.", ["progamma"]),
        ("De sccholen werkt samen met de regoi", ["sccholen", "regoi"]),
    ],
)
def test_what_is_misspelt(text: str, words: list[str]) -> None:
    assert unknown(text) == words


def test_a_name_of_ours_is_proposed() -> None:
    assert near_name("Techniekonderwjis", WORDS.names) == "Techniekonderwijs"
    assert near_name("Techkwadaart", WORDS.names) == "Techkwadraat"
    assert near_name("Techkwadraat", WORDS.names) == near_name("Techniekpact", WORDS.names) == ""


@pytest.mark.parametrize(
    ("word", "proposed"),
    [
        ("shcool", "school"),
        ("progamma", "programma"),
        ("conferrentie", "conferentie"),
        ("conferentje", "conferentie"),
        ("reggio", "regio"),
        ("bijelkaar", "bij elkaar"),
    ],
)
def test_a_slip_is_undone(word: str, proposed: str) -> None:
    known = lambda phrase: all(part in KNOWN for part in phrase.split())  # noqa: E731
    assert corrections(word, known)[0] == proposed
