"""One decision, whole, whoever is first; and what is kept of it. On SQLite and PostgreSQL."""

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.synchronize import Barrier

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.database.tables import approvals
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, EditionState, Edits
from omroeper.domain.errors import ApprovalRefused, ForbiddenTransition, Overtaken
from omroeper.domain.finding import Level
from omroeper.domain.overruling import remembered, warning_choices
from omroeper.domain.review import Decision, Verdict
from omroeper.domain.source import Reading
from omroeper.domain.team import Person, Team
from omroeper.services.assemble import DraftingDesk, draft_edition
from omroeper.services.review import record_decision
from tests import samples
from tests.domain.test_assembly import item
from tests.samples import FixedClock, figure_observation, newsroom, verdict
from tests.services.test_review import NOW, OCTOBER, ZONE, render

EDITION = "agdb-2024-10"
TEAM = Team(
    {
        key: Person(key, f"{key.title()} Voorbeeld", f"{key}@x.example", editor=True)
        for key in ("sanne", "ruben")
    }
)
Drafting = Callable[..., Draft]


@pytest.fixture
def make(each_store: DatabaseStore) -> Drafting:
    """Drafts October 2024, which is warned of."""
    each_store.save_reading("bron", Reading((item("a"), item("b", "sto"))), NOW)
    each_store.save_observations((figure_observation("vrouwen", "16.9"),))

    def drafting(made_by: str = "run:1", author: str = "omroeper", subject: str = "Kort") -> Draft:
        desk = DraftingDesk(newsroom(), render, ZONE, author)
        made, _ = draft_edition(
            desk, each_store, OCTOBER, Edits(subject=subject),
            made_by=made_by, may_replace=lambda _: True, at=NOW,
        )  # fmt: skip
        return made

    return drafting


def decide(store: DatabaseStore, draft: Draft, given: Verdict) -> str:
    return record_decision(store, FixedClock(NOW), draft, given, Deciders(TEAM))


def count_approvals(store: DatabaseStore) -> int:
    with store._reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(approvals)) or 0


def test_a_warning_left_or_a_reason_left_refuses_and_records_nothing(
    each_store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    given = verdict(each_store, draft)
    with pytest.raises(ApprovalRefused, match=r"nog niets gezegd: .*Het onderwerp telt 4 tekens"):
        decide(each_store, draft, replace(given, accepted=()))
    with pytest.raises(ApprovalRefused, match="niet waarom"):
        decide(each_store, draft, replace(given, why=" "))
    assert each_store.state(EDITION) is EditionState.IN_REVIEW
    assert count_approvals(each_store) == 0
    assert each_store.overrulings(EDITION) == ()
    assert [one.what for one in each_store.audit_log(EDITION)] == ["drafted"]


def test_what_was_taken_on_is_kept_with_who_why_and_of_which_draft(
    each_store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    given = replace(verdict(each_store, draft), why="Past bij de dag", note="Mooi")
    assert decide(each_store, draft, given) == "Ruben Voorbeeld"
    found = each_store.findings(EDITION, 1)
    kept = each_store.overrulings(EDITION)
    assert {one.told for one in kept} == {f.reason for f in found if f.level is Level.WARNING}
    assert {(one.by, one.why, one.version, one.fingerprint, one.at) for one in kept} == {
        ("Ruben Voorbeeld", "Past bij de dag", 1, draft.fingerprint, NOW)
    }
    drafted, taken, decided = each_store.audit_log(EDITION)
    assert drafted.after.startswith("concept 1: ‘Kort’; vingerafdruk")
    assert "Reden: Past bij de dag" in taken.detail
    assert (decided.who, decided.what) == ("Ruben Voorbeeld", "approved")
    assert decided.detail == "Mooi In plaats van Sanne Voorbeeld."
    assert (decided.before, decided.after) == (
        "concept 1: in beoordeling",
        "concept 1: goedgekeurd",
    )


def test_the_next_draft_remembers_what_was_taken_on(
    each_store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    label = next(c for c in warning_choices(each_store.findings(EDITION, 1)) if "4 tekens" in c)
    given = Verdict(Decision.CHANGES, "sanne", accepted=(label,), why="Zo heet het")
    decide(each_store, draft, given)
    make("run:2", author="Sanne Voorbeeld")
    known = each_store.overrulings(EDITION)
    assert remembered(each_store.findings(EDITION, 2), known) == ((label,), "Zo heet het")
    last = each_store.audit_log(EDITION)[-1]
    assert (last.before[:9], last.after[:9]) == ("concept 1", "concept 2")


def test_a_form_sent_twice_is_one_decision_and_another_editor_hears_who_was_first(
    each_store: DatabaseStore, make: Drafting
) -> None:
    draft = make(author="iemand anders")
    given = verdict(each_store, draft)
    assert decide(each_store, draft, given) == decide(each_store, draft, given)
    log = [one.what for one in each_store.audit_log(EDITION)]
    assert (count_approvals(each_store), log.count("approved")) == (1, 1)
    for other in (replace(given, by="sanne"), replace(given, decision=Decision.REJECT)):
        with pytest.raises(Overtaken, match=r"goedgekeurd; Ruben Voorbeeld besloot als laatste"):
            decide(each_store, draft, other)
    assert each_store.state(EDITION) is EditionState.APPROVED


def test_the_same_changes_asked_twice_are_asked_once(
    each_store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    for _ in range(2):
        assert decide(each_store, draft, Verdict(Decision.CHANGES, "Sanne")) == "Sanne Voorbeeld"
    log = [one.what for one in each_store.audit_log(EDITION)]
    assert log == ["drafted", "changes asked"]


def test_an_old_draft_is_never_decided(each_store: DatabaseStore, make: Drafting) -> None:
    old = make("run:1")
    new = make("other:1", subject="Een ander onderwerp")
    with pytest.raises(Overtaken, match="Dit is concept 1; er is al een concept 2"):
        decide(each_store, old, verdict(each_store, old))
    assert each_store.state(EDITION) is EditionState.IN_REVIEW
    decide(each_store, new, verdict(each_store, new))
    assert each_store.approval(EDITION) is not None


def test_two_runs_that_draft_at_once_make_one_draft(each_store: DatabaseStore) -> None:
    """Both found the month free; the second is told by whom it was taken."""
    each_store.save_draft(samples.draft(), (), made_by="one:1", at=NOW)
    with pytest.raises(ForbiddenTransition, match=r"Decide there \(run one\)"):
        each_store.save_draft(samples.draft(), (), made_by="other:1", at=NOW)
    assert each_store.maker(EDITION) == "one:1"


def _decide_at_once(url: str, barrier: Barrier, decision: str, name: str) -> None:
    """Exits with 0 when this process's decision stands, with 3 when it was overtaken."""
    with open_store(url, "only for the tests") as store:
        draft = store.draft(EDITION)
        assert draft is not None
        barrier.wait(60)
        try:
            decide(store, draft, verdict(store, draft, Decision(decision), name))
        except Overtaken:
            raise SystemExit(3) from None


@pytest.mark.parametrize("other", ["goedkeuren", "afwijzen"])
def test_two_processes_that_decide_at_once_give_one_decision(
    each_store: DatabaseStore, each_database_url: str, make: Drafting, other: str
) -> None:
    make(author="iemand anders")
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    given = (("goedkeuren", "Ruben"), (other, "Sanne"))
    processes = [
        context.Process(target=_decide_at_once, args=(each_database_url, barrier, *one))
        for one in given
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(process.exitcode or 0 for process in processes) == [0, 3]
    decisions = [one for one in each_store.audit_log(EDITION) if one.before]
    assert len(decisions) == 1
    approved = decisions[0].what == "approved"
    assert count_approvals(each_store) == int(approved)
    wanted = EditionState.APPROVED if approved else EditionState.CANCELLED
    assert each_store.state(EDITION) is wanted
