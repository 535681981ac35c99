"""Dutch sentences: what ends one and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.language.sentences import sentences, word_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dit is een zin. Dit is er nog een.", 2),
        ("Er zijn scholen, bijv. Zwolle en Utrecht, die meedoen.", 1),
        ("Dhr. Jansen en mevr. de Vries zijn er o.a. Dat is nieuw.", 1),
        ("Het begint op 1 jan. in Zwolle. Kom ook!", 2),
        ("Het begint op 1 jan. Wie komt er?", 2),
        ("Er kwamen leraren, ouders, enz. De dag was vol.", 2),
        ("Het kost € 2 mln. per jaar. Dat is 2,5 mln. meer.", 2),
        ("De heer J.P. de Boer en A. Smit spraken.", 1),
        ("De les duurt van 10.00 tot 11.30 uur. Daarna is er soep.", 2),
        ("Vul 12.500 in, of 3.14. Klaar.", 2),
        ("“Wat leren we?” vroeg zij. ‘Veel.’ En dat klopte.", 3),
        ("Hij zei: “Kom.” Wij kwamen.", 2),
        ("’s Ochtends is er les. ’s Middags niet.", 2),
        ("Het gaat door t/m 3 mei. 54 bedrijven doen mee.", 2),
        ("Wat er gebeurt… dat zien we.", 1),
        ("Neem mee:\n- een pen\n- een schrift\n1. Bel ons", 4),
        ("Een kop zonder punt\n\nEen alinea.", 2),
        ("", 0),
    ],
)
def test_what_ends_a_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words_are_what_a_reader_reads() -> None:
    assert word_count("Van 1 t/m 3 mei – en ’s avonds – komen 12.500 mbo’ers.") == 11


@given(st.text(alphabet="aB. !?…”“’‘\n-1", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(sentences(text))
    assert [ch for ch in text if ch in "aB"] == [ch for ch in kept if ch in "aB"]
