"""Matching on the labelled items stays above a floor, a little below what was measured."""

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.item import Item
from omroeper.domain.score import FITS, theme_points
from omroeper.domain.theme_matching import ThemeMatcher
from tests.labelled_themes import labelled_pairs, measure, theme_terms


def test_precision_and_recall_hold() -> None:
    stem = dutch_stemmer()
    matchers = {terms: ThemeMatcher(terms, stem) for terms in theme_terms().values()}

    def points(item: Item, terms: tuple[str, ...]) -> float:
        found = theme_points(matchers[terms].matches(item))
        return found if found >= FITS else 0.0

    found = measure(points, labelled_pairs())
    assert found.precision >= 0.64
    assert found.recall >= 0.69
    assert found.top >= 0.70


def test_every_theme_has_items_that_fit_and_hard_ones_that_do_not() -> None:
    pairs = labelled_pairs()
    assert len(pairs) >= 120
    for month in theme_terms():
        labels = [pair.fits for pair in pairs if pair.month == month]
        assert labels.count(True) >= 5
        assert labels.count(False) >= 4
