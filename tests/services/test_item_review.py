"""Questions to reviewers and their answers: kept once, with a line in the log. On both databases."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, EditionState, Entry, Section
from omroeper.domain.errors import ApprovalRefused, InvalidValue
from omroeper.domain.item_review import ItemAnswer
from omroeper.domain.overruling import warning_choices
from omroeper.domain.programme import Domain
from omroeper.domain.review import Decision, Verdict
from omroeper.domain.team import Person, Team
from omroeper.services.item_review import (
    ask_review,
    findings_on,
    items_of,
    read_answer,
    record_answer,
)
from omroeper.services.review import record_decision
from tests import samples
from tests.domain.test_assembly import item
from tests.samples import FixedClock

NOW = datetime(2024, 10, 10, 9, tzinfo=UTC)
MILA = Person("mila", "Mila Voorbeeld", "mila@x.example", reviews=("sto",))
TEAM = Team({"mila": MILA, "ruben": Person("ruben", "Ruben Voorbeeld", "r@x.example", True)})
EDITION = "agdb-2024-10"


@pytest.fixture
def draft(each_store: DatabaseStore) -> Draft:
    entry = Entry(item("b", "sto"), Section.LEAD, "STO", Domain.FUNDEREND, "")
    made = samples.draft()
    made = replace(made, edition=replace(made.edition, entries=(entry,)))
    each_store.save_draft(made, (), made_by="r:1", at=NOW)
    each_store.move(EDITION, EditionState.IN_REVIEW)
    return made


def ask(store: DatabaseStore, draft: Draft) -> bool:
    entries = items_of(draft, MILA, TEAM)
    return ask_review(store, draft, MILA, entries, by="Ruben Voorbeeld", run="run-9", at=NOW)


def answer(store: DatabaseStore, draft: Draft, kind: str, note: str = "", text: str = "") -> str:
    key = draft.edition.entries[0].item.key
    form = {"answer": kind, "text": text, "note": note}
    review = read_answer(draft, key, MILA, form, "run-9:meekijken-1-1", NOW)
    return record_answer(store, draft, MILA, review)


def test_asked_once_and_answered_once(each_store: DatabaseStore, draft: Draft) -> None:
    assert (ask(each_store, draft), ask(each_store, draft)) == (True, False)
    for _ in range(2):
        assert answer(each_store, draft, "akkoord", "Mooi") == ""
    asked, answered = each_store.item_reviews(EDITION)
    assert (asked.answer, asked.note) == (ItemAnswer.ASKED, "Ruben Voorbeeld")
    assert (answered.answer, answered.note, answered.at) == (ItemAnswer.AGREED, "Mooi", NOW)
    log = [(one.who, one.what, one.detail) for one in each_store.audit_log(EDITION)]
    assert log == [
        ("Ruben Voorbeeld", "review asked", "Mila Voorbeeld is gevraagd naar ‘Bericht b’"),
        ("Mila Voorbeeld", "review answered", "‘Bericht b’: akkoord: Mooi"),
    ]


def test_advice_that_is_not_followed_needs_a_reason(
    each_store: DatabaseStore, draft: Draft
) -> None:
    ask(each_store, draft)
    answer(each_store, draft, "niet plaatsen", "Mag niet van school")
    clock, deciders = FixedClock(NOW), Deciders(TEAM)
    bare = Verdict(Decision.APPROVE, "Ruben")
    with pytest.raises(ApprovalRefused, match="Mila Voorbeeld zegt: niet plaatsen"):
        record_decision(each_store, clock, draft, bare, deciders)
    accepted = tuple(warning_choices(findings_on(each_store, draft, TEAM)))
    given = replace(bare, accepted=accepted, why="School belde: het mag toch")
    record_decision(each_store, clock, draft, given, deciders)
    (kept,) = each_store.overrulings(EDITION)
    assert (kept.code, kept.why) == ("meekijken", "School belde: het mag toch")


@pytest.mark.parametrize(
    ("kind", "text", "note", "told"),
    [
        ("niet plaatsen", "", " ", "niet waarom"),
        ("aanpassen", "", "", "nog dezelfde"),
        ("aanpassen", item("b", "sto").text + " ", "", "nog dezelfde"),
    ],
)
def test_what_does_not_fit_is_told_and_kept_nowhere(
    each_store: DatabaseStore, draft: Draft, kind: str, text: str, note: str, told: str
) -> None:
    with pytest.raises(InvalidValue, match=told):
        answer(each_store, draft, kind, note, text)
    assert each_store.item_reviews(EDITION) == ()


def test_a_late_answer_is_kept_and_says_so(each_store: DatabaseStore, draft: Draft) -> None:
    ask(each_store, draft)
    newer = replace(draft, edition=replace(draft.edition, version=2))
    each_store.save_draft(newer, (), made_by="r:2", at=NOW)
    assert "concept 1; er is al een concept 2" in answer(each_store, draft, "akkoord")
    each_store.move(EDITION, EditionState.APPROVED)
    assert "hij is goedgekeurd" in answer(each_store, draft, "niet plaatsen", "Nee")
    assert [one.answer for one in each_store.item_reviews(EDITION)] == [
        ItemAnswer.ASKED, ItemAnswer.AGREED, ItemAnswer.DROP,
    ]  # fmt: skip
