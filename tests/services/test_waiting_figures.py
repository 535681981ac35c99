"""A source's newer value stops what is still to go out at once, before anybody approved that value."""

from dataclasses import replace

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import ApprovalRefused
from omroeper.domain.figure import FigureSourceKind
from omroeper.domain.month import Month
from omroeper.domain.source import Reading
from omroeper.services.approve_figures import approve_figure
from omroeper.services.review import approved_draft, revised_figures
from tests.domain.test_assembly import item
from tests.samples import FixedClock
from tests.services.test_rectify import (
    NOW,
    OCTOBER,
    REVISED,
    USED,
    approve,
    draft_of,
    october,
    settle,
)

WAITS = replace(REVISED, source_kind=FigureSourceKind.CBS_V4)
OCTOBER_2024 = Month(2024, 10)


def test_it_reopens_an_approved_edition_once_and_the_editor_may_keep_the_old_value(
    each_store: DatabaseStore,
) -> None:
    october(each_store)
    each_store.save_observations((WAITS,))
    assert settle(each_store) == [OCTOBER]
    assert each_store.state(OCTOBER) is EditionState.RETURNED

    again, findings = draft_of(each_store, OCTOBER_2024, "run:22")
    (told,) = [finding for finding in findings if finding.code == "wacht"]
    assert told.reason == "De bron geeft over 2023 nu 17,9%; niemand keurde dat nog goed."
    assert "figures approve vrouwen" in told.remedy
    assert again.edition.figures[0].fact.observation == USED
    approve(each_store, again)
    assert settle(each_store) == []
    assert approved_draft(each_store, FixedClock(NOW), OCTOBER).edition.version == 2

    another = replace(WAITS, value=WAITS.number + 1, edition="Monitor 2024, tweede correctie")
    each_store.save_observations((another,))
    assert settle(each_store) == [OCTOBER]


def test_once_it_is_approved_the_edition_needs_the_new_value(store: DatabaseStore) -> None:
    october(store)
    store.save_observations((WAITS,))
    settle(store)
    again, _ = draft_of(store, OCTOBER_2024, "run:22")
    approve(store, again)
    approve_figure(store, FixedClock(NOW), "vrouwen", by="Anna")
    assert settle(store) == [OCTOBER]
    third, findings = draft_of(store, OCTOBER_2024, "run:333")
    assert third.edition.figures[0].fact.observation == WAITS
    assert "wacht" not in {finding.code for finding in findings}


def test_a_draft_from_before_it_cannot_be_approved(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"), item("b", "sto"))), NOW)
    store.save_observations((USED,))
    draft, _ = draft_of(store, OCTOBER_2024, "run:1")
    store.save_observations((WAITS,))
    with pytest.raises(ApprovalRefused, match=r"is nu 17,9%.*Kies ‘wijzigingen’"):
        approve(store, draft)


def test_what_was_sent_is_rectified_only_with_an_approved_value(store: DatabaseStore) -> None:
    draft = october(store, sent=True)
    store.save_observations((WAITS,))
    assert (settle(store), revised_figures(store, draft)) == ([], ())
    approve_figure(store, FixedClock(NOW), "vrouwen", by="Anna")
    assert settle(store) == [OCTOBER]
