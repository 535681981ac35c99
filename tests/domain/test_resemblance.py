"""Resemblance of texts, and that what is alike is found among many without comparing all."""

from random import Random

import pytest

from omroeper.domain.resemblance import containment, likely_pairs, resemblance, shingles_of


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Scholen maken een plan", "scholen MAKEN het plan.", 1.0, 1.0),
        ("Scholen maken een plan", "Bedrijven zoeken personeel", 0.0, 0.0),
        ("Open leermateriaal voor scholen", "Open leermaterialen voor scholen", 1.0, 1.0),
        ("Vacatures in 2023: 104.600", "Vacatures in 2023: 79.500", 0.1, 0.5),
        ("de het een van", "de het een van", 0.0, 0.0),
    ],
)
def test_words_that_carry_meaning_are_compared(
    one: str, other: str, least: float, most: float
) -> None:
    assert least <= resemblance(shingles_of(one), shingles_of(other)) <= most


def test_a_short_text_that_stands_in_a_long_one_is_contained() -> None:
    short, long = (
        shingles_of("Scholen maken een plan"),
        shingles_of(
            "In Drenthe maken bedrijven en overheid werk van techniek. Scholen maken een plan."
        ),
    )
    assert containment(short, long) == 1.0
    assert resemblance(short, long) < 0.5


def test_likely_pairs_find_what_is_alike_and_pass_by_most_that_is_not() -> None:
    """200 pairs that share a third of their words stand among 400 texts of random words."""
    random = Random(7)
    words = [f"w{number:05}" for number in range(5000)]
    texts = []
    for _ in range(200):
        shared = random.sample(words, 15)
        texts += [" ".join(shared + random.sample(words, 15)) for _ in range(2)]
    shingles = [frozenset(shingles_of(text)) for text in texts]
    pairs = set(likely_pairs(shingles))
    alike = {(place, place + 1) for place in range(0, 400, 2)}
    assert len(pairs & alike) >= 190
    assert len(pairs) < 8000  # of 79,800
    assert pairs == set(likely_pairs(shingles))
    assert all(first < second for first, second in pairs)
