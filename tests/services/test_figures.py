"""A figure's story: its history, and the editions of the newsletter that told it."""

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import NotFound
from omroeper.domain.figure_change import ChangeKind
from omroeper.services.figures import diff_editions, figure_story
from tests.samples import newsroom
from tests.services.test_rectify import OCTOBER, REVISED, USED, october

DEFINITIONS = newsroom().figures


def test_a_story_tells_history_and_uses(each_store: DatabaseStore) -> None:
    october(each_store)
    story = figure_story(each_store, DEFINITIONS, "vrouwen")
    (use,) = story.uses
    assert (use.edition, use.version, use.stage) == (OCTOBER, 1, "approved")
    assert (use.value, use.period, use.revised) == (USED.value, "2023", None)

    for state in (EditionState.SENDING, EditionState.SENT):
        each_store.move(OCTOBER, state)
    each_store.save_observations((REVISED,))
    story = figure_story(each_store, DEFINITIONS, "vrouwen")
    assert story.latest == REVISED
    assert [told.change for told in story.history] == [ChangeKind.NEW, ChangeKind.REVISED]
    assert [(use.stage, use.revised) for use in story.uses] == [("sent", ChangeKind.REVISED)]


def test_what_is_only_compared_with_is_used_too(store: DatabaseStore) -> None:
    october(store)
    assert [u.edition for u in figure_story(store, DEFINITIONS, "vrouwen_2013").uses] == [OCTOBER]


def test_an_unknown_figure_suggests_the_nearest(store: DatabaseStore) -> None:
    with pytest.raises(NotFound, match="Did you mean ‘vrouwen_2013’"):
        figure_story(store, DEFINITIONS, "vrouwen_2014")
    with pytest.raises(NotFound) as caught:
        figure_story(store, DEFINITIONS, "zzz")
    assert "Did you mean" not in caught.value.sentence


def test_a_diff_of_two_editions_and_an_unknown_one(store: DatabaseStore) -> None:
    store.save_observations((USED, REVISED))
    (change,) = diff_editions(store, USED.edition.upper(), REVISED.edition)
    assert (change.kind, change.before, change.after) == (ChangeKind.REVISED, USED, REVISED)
    with pytest.raises(NotFound, match=r"‘Monitor 1999’.*Known editions: ‘Monitor 2024’, "):
        diff_editions(store, "Monitor 1999", USED.edition)
