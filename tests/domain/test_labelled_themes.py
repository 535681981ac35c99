"""Matching holds on the labelled items: above a floor, and better than literal terms did."""

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.score import FITS, theme_points
from omroeper.domain.theme_matching import ThemeMatcher
from tests.labelled_themes import labelled_pairs, measure, theme_terms


def test_precision_and_recall_hold() -> None:
    stem = dutch_stemmer()
    matchers = {terms: ThemeMatcher(terms, stem) for terms in theme_terms().values()}

    def points(item, terms):  # type: ignore[no-untyped-def]
        found = theme_points(matchers[terms].matches(item))
        return found if found >= FITS else 0.0

    found = measure(points)
    assert found.precision >= 0.60
    assert found.recall >= 0.64
    assert found.top >= 0.66


def test_every_theme_has_items_that_fit_and_hard_ones_that_do_not() -> None:
    pairs = labelled_pairs()
    assert len(pairs) >= 120
    for month in theme_terms():
        labels = [pair.fits for pair in pairs if pair.month == month]
        assert labels.count(True) >= 5
        assert labels.count(False) >= 4
