"""Drafts, decisions, and the proof that what goes out is what was approved (promise 1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.database.tables import drafts
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, Edition, EditionState, Edits, RenderedEdition, Section
from omroeper.domain.errors import (
    ApprovalRefused,
    ForbiddenTransition,
    InvalidValue,
    NotApproved,
)
from omroeper.domain.issue import Issue
from omroeper.domain.item import ItemKind
from omroeper.domain.month import Month
from omroeper.domain.review import Decision
from omroeper.domain.source import Reading
from omroeper.services.assemble import DraftingDesk, draft_edition
from omroeper.services.rectify import REOPENED
from omroeper.services.review import LAPSED, approved_draft, edits_from_form, record_decision
from tests import samples
from tests.domain.test_assembly import item
from tests.samples import FixedClock, figure_observation, newsroom, verdict

ZONE = ZoneInfo("Europe/Amsterdam")
OCTOBER = Issue(Month(2024, 10))
NOW = datetime(2024, 10, 10, 9, tzinfo=UTC)


def render(edition: Edition) -> RenderedEdition:
    """The sample's mail, with the edition's own words in it."""
    shown = samples.rendered(edition.subject)
    titles = " ".join(entry.item.title for entry in edition.entries)
    html = shown.html.replace("Beste lezer", f"{edition.introduction} {titles}")
    return replace(shown, preheader=edition.preheader or "Voorvertoning", html=html)


Drafting = Callable[..., Draft]


@pytest.fixture
def make(store: DatabaseStore) -> Drafting:
    """Drafts October 2024 over one item and one figure."""
    store.save_reading("bron", Reading((item("a"), item("b", "sto"))), NOW)
    store.save_observations((figure_observation("vrouwen", "16.9"),))

    def drafting(
        made_by: str = "run:1",
        author: str = "omroeper",
        edits: Edits | None = None,
        ended: bool = False,
    ) -> Draft:
        desk = DraftingDesk(newsroom(), render, ZONE, author)
        made, _ = draft_edition(
            desk,
            store,
            OCTOBER,
            edits or Edits(),
            made_by=made_by,
            may_replace=lambda _: ended,
            at=NOW,
        )
        return made

    return drafting


def decide(store: DatabaseStore, draft: Draft, decision: Decision, by: str = "Ruben") -> None:
    record_decision(store, FixedClock(NOW), draft, verdict(store, draft, decision, by), Deciders())


def test_a_draft_waits_in_review_and_is_made_once_per_round(
    store: DatabaseStore, make: Drafting
) -> None:
    first = make("run:1")
    assert store.state(first.edition.id) is EditionState.IN_REVIEW
    assert make("run:1") == first
    assert store.draft(first.edition.id) == first


def test_an_approval_names_who_and_when_and_binds_to_the_fingerprint(
    store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    decide(store, draft, Decision.APPROVE)
    approval = store.approval(draft.edition.id)
    assert approval is not None
    assert (approval.by, approval.at, approval.fingerprint) == ("Ruben", NOW, draft.fingerprint)
    assert approved_draft(store, FixedClock(NOW), draft.edition.id) == draft
    log = [entry.what for entry in store.audit_log(draft.edition.id)]
    assert log == ["drafted", "warnings taken on", "approved"]


def test_the_same_approval_twice_is_one(store: DatabaseStore, make: Drafting) -> None:
    draft = make()
    decide(store, draft, Decision.APPROVE)
    decide(store, draft, Decision.APPROVE)
    log = [entry.what for entry in store.audit_log(draft.edition.id)]
    assert log.count("approved") == 1


@pytest.mark.parametrize(
    ("by", "told"), [("omroeper", "gemaakt"), (" OMROEPER ", "gemaakt"), ("  ", "geen naam")]
)
def test_the_writer_does_not_approve_and_a_name_is_needed(
    store: DatabaseStore, make: Drafting, by: str, told: str
) -> None:
    draft = make()
    with pytest.raises(ApprovalRefused, match=told):
        decide(store, draft, Decision.APPROVE, by)
    assert store.approval(draft.edition.id) is None
    assert store.state(draft.edition.id) is EditionState.IN_REVIEW


def test_who_asked_for_the_changes_wrote_the_next_draft(
    store: DatabaseStore, make: Drafting
) -> None:
    decide(store, make("run:1"), Decision.CHANGES, "Sanne")
    second = make("run:2", author="Sanne", edits=Edits(subject="Ander onderwerp"))
    assert second.edition.version == 2
    with pytest.raises(ApprovalRefused, match="heeft deze editie gemaakt"):
        decide(store, second, Decision.APPROVE, "sanne")
    decide(store, second, Decision.APPROVE, "Ruben")


def test_an_old_draft_cannot_be_approved(store: DatabaseStore, make: Drafting) -> None:
    first = make("run:1")
    decide(store, first, Decision.CHANGES)
    make("run:2")
    with pytest.raises(ApprovalRefused, match="concept 2"):
        decide(store, first, Decision.APPROVE)


def test_blocking_findings_cannot_be_overruled(store: DatabaseStore) -> None:
    desk = DraftingDesk(newsroom(), render, ZONE)
    draft, findings = draft_edition(
        desk, store, OCTOBER, Edits(), made_by="r:1", may_replace=lambda _: False, at=NOW
    )
    assert any(finding.code == "leeg" for finding in findings)
    with pytest.raises(ApprovalRefused, match="blokkeren"):
        decide(store, draft, Decision.APPROVE)


def test_the_editor_sees_which_of_the_desks_own_files_were_not_read(store: DatabaseStore) -> None:
    told = "content/updates/a.md:3 [titel]: there is no such field. Did you mean ‘title’?"
    draft, findings = draft_edition(
        DraftingDesk(newsroom(), render, ZONE), store, OCTOBER, Edits(),
        made_by="r:1", may_replace=lambda _: False, at=NOW, unread=[told],
    )  # fmt: skip
    (found,) = (finding for finding in findings if finding.code == "ongelezen")
    assert told in found.reason
    assert found in store.findings(draft.edition.id, 1)


def test_rejected_is_cancelled_and_may_be_drafted_again(
    store: DatabaseStore, make: Drafting
) -> None:
    draft = make("run:1")
    decide(store, draft, Decision.REJECT)
    assert store.state(draft.edition.id) is EditionState.CANCELLED
    with pytest.raises(NotApproved):
        approved_draft(store, FixedClock(NOW), draft.edition.id)
    assert make("other:1").edition.version == 2


def test_one_draft_at_a_time(store: DatabaseStore, make: Drafting) -> None:
    make("run:1")
    with pytest.raises(ForbiddenTransition, match="another run"):
        make("other:1")
    assert make("other:1", ended=True).edition.version == 2


def test_an_approved_edition_is_not_drafted_again(store: DatabaseStore, make: Drafting) -> None:
    decide(store, make("run:1"), Decision.APPROVE)
    with pytest.raises(ForbiddenTransition, match="approved already"):
        make("other:1", ended=True)


def test_what_changed_after_the_approval_does_not_go_out(
    store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    decide(store, draft, Decision.APPROVE)
    with store._writing() as connection:  # somebody edits the database
        text = connection.scalar(sa.select(drafts.c.content))
        connection.execute(
            drafts.update().values(content=str(text).replace("Bericht a", "Reclame"))
        )
    with pytest.raises(NotApproved, match="changed after Ruben approved"):
        approved_draft(store, FixedClock(NOW), draft.edition.id)
    assert store.approval(draft.edition.id) is None
    assert store.state(draft.edition.id) is EditionState.RETURNED
    told = store.audit_log(draft.edition.id)[-1]
    assert (told.what, told.who, told.at, told.fingerprint) == (
        LAPSED, "omroeper", NOW, draft.fingerprint,
    )  # fmt: skip
    assert "na de goedkeuring veranderd" in told.detail
    assert (told.before, told.after) == ("goedgekeurd", "terug bij de redactie")
    with pytest.raises(NotApproved, match="no approval"):
        approved_draft(store, FixedClock(NOW), draft.edition.id)
    assert store.audit_log(draft.edition.id)[-1] == told
    assert make("other:1", ended=True).edition.version == 2


def test_a_figure_revised_after_the_approval_reopens_the_review(
    store: DatabaseStore, make: Drafting
) -> None:
    draft = make()
    decide(store, draft, Decision.APPROVE)
    revised = replace(
        figure_observation("vrouwen", "17.1"), edition="Correctie", published=NOW.date()
    )
    store.save_observations((revised,))
    with pytest.raises(NotApproved, match=r"figures were revised.*vrouwen"):
        approved_draft(store, FixedClock(NOW), draft.edition.id)
    assert store.approval(draft.edition.id) is None
    assert store.state(draft.edition.id) is EditionState.RETURNED
    assert store.audit_log(draft.edition.id)[-1].what == REOPENED


def form(draft: Draft, **changes: object) -> dict[str, object]:
    edition = draft.edition
    planned = f"{edition.send_at.astimezone(ZONE):%d-%m-%Y %H:%M}"
    unchanged: dict[str, object] = {
        "subject": edition.subject,
        "preheader": edition.preheader,
        "introduction": edition.introduction,
        "drop": [],
        "order": [],
        "include": [],
        "send_at": planned,
    }
    return {**unchanged, **changes}


def test_an_unchanged_form_is_no_edit(make: Drafting) -> None:
    draft = make()
    late = NOW + timedelta(days=900)  # the planned moment may be over: it is left as it was
    assert edits_from_form(draft, form(draft), {}, now=late, zone=ZONE) == Edits()


def test_the_form_becomes_edits(make: Drafting) -> None:
    draft = make()
    choices = {entry.item.title: entry.item.key for entry in draft.edition.entries}
    filled = form(draft, subject=" Nieuw ", drop=["Bericht b"], send_at="16-10-2024 09:30")
    edits = edits_from_form(draft, filled, choices, now=NOW, zone=ZONE)
    moment = datetime(2024, 10, 16, 9, 30, tzinfo=ZONE)
    assert edits == Edits(subject="Nieuw", drop=(choices["Bericht b"],), send_at=moment)
    assert draft.edition.section(Section.LEAD)


def test_what_was_left_out_can_be_brought_back(store: DatabaseStore, make: Drafting) -> None:
    unknown = item("onbekend", "bestaat-niet", text="Heel ander nieuws.")
    store.save_reading("bron", Reading((unknown,)), NOW)
    draft = make(edits=Edits(drop=("b",)))
    choices = {"Bericht b": "b", "Bericht onbekend": "onbekend", "Bericht a": "a"}

    def bring_back(title: str) -> Edits:
        return edits_from_form(draft, form(draft, include=[title]), choices, now=NOW, zone=ZONE)

    assert bring_back("Bericht b") == Edits(include=("b",))
    with pytest.raises(InvalidValue, match="‘Bericht onbekend’ kan niet mee: Onbekend programma"):
        bring_back("Bericht onbekend")
    with pytest.raises(InvalidValue, match="al in het concept staat"):
        bring_back("Bericht a")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"subject": "  "}, "onderwerp is leeg"),
        ({"subject": "twee\nregels"}, "één regel"),
        ({"send_at": "volgende week"}, "geen dag en tijd"),
        ({"send_at": "01-01-2020 10:00"}, "al voorbij"),
        ({"send_at": "30-03-2025 02:30"}, "bestaat niet: de klok gaat dan een uur vooruit"),
        ({"drop": ["Bestaat niet"]}, "staat niet in dit concept"),
        ({"order": "geen lijst"}, "geen lijst"),
    ],
)
def test_what_does_not_fit_comes_back_in_dutch(
    make: Drafting, changes: dict[str, object], told: str
) -> None:
    draft = make()
    with pytest.raises(InvalidValue, match=told):
        edits_from_form(draft, form(draft, **changes), {}, now=NOW, zone=ZONE)


def test_a_late_approval_with_an_event_that_is_over_is_refused(
    store: DatabaseStore, make: Drafting
) -> None:
    """Planned for 15 October; approved on the 20th, when the meeting of the 18th has been."""
    soon = item("dag", kind=ItemKind.EVENT, starts=datetime(2024, 10, 18, 9, tzinfo=UTC))
    store.save_reading("agenda", Reading((soon,)), NOW)
    draft = make()

    def approve_at(day: int) -> None:
        clock = FixedClock(datetime(2024, 10, day, 9, tzinfo=UTC))
        record_decision(store, clock, draft, verdict(store, draft), Deciders())

    with pytest.raises(ApprovalRefused, match="is dit al geweest: ‘Bericht dag’"):
        approve_at(20)
    assert store.approval(draft.edition.id) is None
    approve_at(16)
    assert store.approval(draft.edition.id) is not None
