"""Hard words in every form, also those that come apart."""

import pytest

from omroeper.domain.language.hard_words import HardWord, hard_uses, index_forms

INDEX = index_forms(
    {
        HardWord("implementeren", "invoeren"): ("implementeren",),
        HardWord("evalueren", "nagaan"): ("evalueren",),
        HardWord("ten behoeve van", "voor"): ("ten behoeve van",),
        HardWord("plaatsvinden", "zijn"): ("plaatsvinden", "vindt … plaats", "plaatsgevonden"),
        HardWord("bij", "dicht bij"): ("van belang", "van belang is"),
    }
)


def found(text: str) -> list[tuple[str, int, int]]:
    return [(use.of.word, use.first, use.last) for use in hard_uses(text.split(), INDEX)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wij implementeren dat", [("implementeren", 1, 1)]),
        ("hij implementeert en zij implementeerde", [("implementeren", 1, 1), ("implementeren", 4, 4)]),
        ("het is geïmplementeerd", [("implementeren", 2, 2)]),
        ("de geëvalueerde les", [("evalueren", 1, 1)]),
        ("geld ten behoeve van scholen", [("ten behoeve van", 1, 3)]),
        ("geld ten behoeve", []),
        ("de dag vindt morgen in zwolle plaats", [("plaatsvinden", 2, 6)]),
        ("hij vindt dat een twee drie vier vijf zes zeven plaats", []),
        ("wat van belang is", [("bij", 1, 3)]),
        ("de implementatie", []),
        ("", []),
    ],
)  # fmt: skip
def test_uses(text: str, told: list[tuple[str, int, int]]) -> None:
    assert found(text) == told


def test_a_hard_word_within_a_verb_that_comes_apart_is_told_too() -> None:
    assert [word for word, _, _ in found("dat vindt ten behoeve van ons plaats")] == [
        "plaatsvinden", "ten behoeve van",
    ]  # fmt: skip
