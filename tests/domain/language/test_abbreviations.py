"""Abbreviations are found in what they are written in, and seen to be explained."""

import pytest

from omroeper.domain.language.abbreviations import abbreviations_in, is_explained
from omroeper.domain.language.words import Abbreviations, DutchWords

WORDS = DutchWords(
    knows=lambda word: word in {"let", "op", "nu", "ser"},
    names=frozenset({"Opschaling PPS", "TALENT"}),
    abbreviations=Abbreviations(
        frozenset({"mbo", "VNO-NCW"}), {"SLIM": "een regeling", "llo": "leven lang ontwikkelen"}
    ),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De SER-raad en de STO’ers van OCW", ["SER", "STO", "OCW"]),
        ("Mbo, MBO en mbo’ers", ["mbo"]),
        ("SLIM helpt; slim is iets anders", ["SLIM"]),
        ("LLO en llo-beleid", ["llo"]),
        ("VNO-NCW en VNO-NCW-leden", ["VNO-NCW"]),
        ("Een CoE in Zwolle", ["CoE"]),
        ("Het XXXV congres, deel IV, van NxtGen en IQconIQ", []),
        ("LET OP NU", []),
        ("Opschaling PPS van TALENT", []),
        ("Zie HTTPS://X.NL", []),
    ],
)
def test_what_is_an_abbreviation(text: str, found: list[str]) -> None:
    assert list(abbreviations_in(text, WORDS)) == found


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("De Centers of expertise (CoE) groeien", True),
        ("Een Center of expertise (kortweg CoE) groeit", True),
        ("Een CoE (Center of expertise) groeit", True),
        ("Een CoE, ofwel een center of expertise, groeit", True),
        ("CoE staat voor Center of expertise", True),
        ("Het CoE. Een kenniscentrum voor techniek", True),
        ("Het CoE groeit (zie onder)", False),
        ("Het CoE (2024) groeit", False),
        ("Het CoEX (Center of expertise) groeit", False),
    ],
)
def test_what_explains(text: str, explained: bool) -> None:
    assert is_explained("CoE", text, "kenniscentrum voor techniek") is explained
