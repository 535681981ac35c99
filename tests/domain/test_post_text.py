"""The text as LinkedIn cuts and links it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.post import Mention
from omroeper.domain.post_text import FOLD_LINES, PieceKind, folded_text, pieces_of

KATAPULT = Mention("Katapult", "urn:li:organization:7")


@pytest.mark.parametrize(
    ("text", "most", "seen"),
    [
        ("Kort.", 140, "Kort."),
        ("een twee drie", 8, "een twee"),
        ("een twee drie", 11, "een twee"),
        ("eenheellangwoord", 5, "eenhe"),
        ("a\nb\nc\nd", 140, "a\nb\nc"),
        ("a\n\nb\n\nc", 140, "a\n\nb"),
    ],
)
def test_the_fold_cuts_between_words_after_so_much_or_three_lines(
    text: str, most: int, seen: str
) -> None:
    assert folded_text(text, most) == seen


@given(st.text(alphabet="ab \n", max_size=60), st.integers(5, 40))
def test_what_is_seen_begins_the_text_and_never_is_more(text: str, most: int) -> None:
    seen = folded_text(text, most)
    assert text.startswith(seen)
    assert len(seen) <= most
    assert len(seen.splitlines()) <= FOLD_LINES


def test_mentions_hashtags_and_addresses_become_links() -> None:
    text = "Dank @Katapult! Meer op https://ptvt.nl/a over #STO en C#."
    found = [(piece.kind, piece.text) for piece in pieces_of(text, (KATAPULT,))]
    assert found == [
        (PieceKind.TEXT, "Dank "),
        (PieceKind.MENTION, "Katapult"),
        (PieceKind.TEXT, "! Meer op "),
        (PieceKind.LINK, "https://ptvt.nl/a"),
        (PieceKind.TEXT, " over "),
        (PieceKind.HASHTAG, "#STO"),
        (PieceKind.TEXT, " en C#."),
    ]


@given(st.text(alphabet="@#Katpul https://.x\n", max_size=80))
def test_the_pieces_are_the_whole_text(text: str) -> None:
    pieces = pieces_of(text, (KATAPULT,))
    shown = (f"@{p.text}" if p.kind is PieceKind.MENTION else p.text for p in pieces)
    assert "".join(shown) == text
