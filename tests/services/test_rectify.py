"""A figure revised after its edition was approved or sent: nothing untrue goes out, or stays so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.deciding import Deciders
from omroeper.domain.delivery import CampaignState
from omroeper.domain.edition import Draft, EditionState, Edits
from omroeper.domain.errors import ApprovalRefused, NotApproved
from omroeper.domain.figure import FigureObservation, FigureStatus
from omroeper.domain.finding import Finding
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.post import PostState
from omroeper.domain.post_check import no_day_off
from omroeper.domain.source import Reading
from omroeper.services.assemble import DraftingDesk, draft_edition
from omroeper.services.propose_posts import propose_posts
from omroeper.services.publish import offer_posts
from omroeper.services.rectify import DRAFTED, REOPENED, settle_revisions
from omroeper.services.review import approved_draft, record_decision
from omroeper.services.send import freeze_audience
from tests.domain.test_assembly import item
from tests.samples import (
    DUTCH,
    FixedClock,
    approve_posts,
    figure_observation,
    newsroom,
    verdict,
)
from tests.services.test_review import render

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 10, 10, 9, tzinfo=UTC)
USED = figure_observation("vrouwen", "16.9")
REVISED = replace(
    USED, value=USED.number + 1, edition="Monitor 2024, correctie", published=date(2024, 10, 9)
)
OCTOBER = "agdb-2024-10"


def draft_of(
    store: DatabaseStore,
    month: Month,
    made_by: str,
    edits: Edits | None = None,
    room: Newsroom | None = None,
) -> tuple[Draft, tuple[Finding, ...]]:
    return draft_edition(
        DraftingDesk(room or newsroom(), render, ZONE), store, Issue(month), edits or Edits(),
        made_by=made_by, may_replace=lambda _: True, at=NOW + timedelta(minutes=len(made_by)),
    )  # fmt: skip


def approve(store: DatabaseStore, draft: Draft) -> None:
    record_decision(store, FixedClock(NOW), draft, verdict(store, draft), Deciders())


def october(store: DatabaseStore, *, sent: bool = False) -> Draft:
    """The approved (or sent) edition of October, with the share of women in it."""
    later = item("november", title="Nieuws uit november", published=NOW + timedelta(days=25))
    store.save_reading("bron", Reading((item("a"), item("b", "sto"), later)), NOW)
    store.save_observations((USED, figure_observation("vrouwen_2013", "12.6")))
    draft, _ = draft_of(store, Month(2024, 10), "run:1")
    approve(store, draft)
    if sent:
        store.move(OCTOBER, EditionState.SENDING)
        store.move(OCTOBER, EditionState.SENT)
    return draft


def settle(store: DatabaseStore) -> list[str]:
    return [revision.edition for revision in settle_revisions(store, FixedClock(NOW))]


def test_a_revision_reopens_an_approved_edition(each_store: DatabaseStore) -> None:
    draft = october(each_store)
    segment = newsroom().segments["alle"]
    campaign = freeze_audience(
        each_store, draft, segment, FixedClock(NOW), mail_domain="desk.example"
    )
    each_store.save_observations((REVISED,))
    assert settle(each_store) == [OCTOBER]

    assert each_store.approval(OCTOBER) is None
    assert each_store.state(OCTOBER) is EditionState.RETURNED
    stopped = each_store.campaign(campaign.id)
    assert stopped is not None
    assert stopped.state is CampaignState.CANCELLED
    with pytest.raises(NotApproved, match=r"figures were revised after the approval: vrouwen"):
        approved_draft(each_store, FixedClock(NOW), OCTOBER)
    (entry,) = [e for e in each_store.audit_log(OCTOBER) if e.what == REOPENED]
    assert "‘Aandeel vrouwen’ (2023) is nu 17,9%; in de nieuwsbrief staat 16,9%" in entry.detail
    assert settle(each_store) == []


def test_approved_anew_it_goes_out_with_the_new_figure(each_store: DatabaseStore) -> None:
    october(each_store)
    each_store.save_observations((REVISED,))
    settle(each_store)
    again, _ = draft_of(each_store, Month(2024, 10), "run:22")
    with pytest.raises(NotApproved, match="it has no approval"):
        approved_draft(each_store, FixedClock(NOW), OCTOBER)
    approve(each_store, again)
    told = approved_draft(each_store, FixedClock(NOW), OCTOBER).edition
    assert told.version == 2
    assert told.figures[0].fact.observation.value == REVISED.value
    assert settle(each_store) == []


def test_a_draft_with_an_overtaken_figure_cannot_be_approved(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"), item("b", "sto"))), NOW)
    store.save_observations((USED,))
    draft, _ = draft_of(store, Month(2024, 10), "run:1")
    store.save_observations((REVISED,))
    with pytest.raises(ApprovalRefused, match=r"is nu 17,9%.*Kies ‘wijzigingen’"):
        approve(store, draft)


def test_a_sent_edition_is_rectified_in_the_next_one_and_only_there(
    each_store: DatabaseStore,
) -> None:
    october(each_store, sent=True)
    each_store.save_observations((REVISED,))
    assert settle(each_store) == [OCTOBER]
    assert settle(each_store) == []
    assert each_store.state(OCTOBER) is EditionState.SENT
    assert each_store.approval(OCTOBER) is not None
    assert len([e for e in each_store.audit_log(OCTOBER) if e.what == DRAFTED]) == 1

    november, findings = draft_of(each_store, Month(2024, 11), "run:333")
    text = (
        "Rectificatie. In de nieuwsbrief van oktober 2024 stond bij ‘Aandeel vrouwen’ (2023): "
        "16,9%. De bron (Monitor 2024, correctie) heeft dit cijfer herzien. "
        "Het juiste cijfer is 17,9%."
    )
    assert november.edition.introduction.endswith(text)
    assert text in november.rendered.html
    (told,) = [finding for finding in findings if finding.code == "rectificatie"]
    assert OCTOBER in told.place
    assert text in told.remedy

    approve(each_store, november)
    for state in (EditionState.SENDING, EditionState.SENT):
        each_store.move("agdb-2024-11", state)
    december, _ = draft_of(each_store, Month(2024, 12), "run:4444")
    assert "Rectificatie" not in december.edition.introduction


def test_an_introduction_of_the_editor_is_left_alone(store: DatabaseStore) -> None:
    october(store, sent=True)
    store.save_observations((REVISED,))
    settle(store)
    draft, findings = draft_of(store, Month(2024, 11), "run:3", Edits(introduction="Mijn tekst."))
    assert draft.edition.introduction == "Mijn tekst."
    assert "rectificatie" in {finding.code for finding in findings}


def with_posts(store: DatabaseStore, draft: Draft) -> None:
    """The posts of an edition, proposed and approved, still to be placed."""
    newsletter = newsroom().newsletter
    proposed = propose_posts(
        store, draft, newsletter, DUTCH,
        web_url="https://desk.example", now=NOW, zone=ZONE, day_off=no_day_off,
    )  # fmt: skip
    offer_posts(store, proposed)
    posts = store.posts(OCTOBER)
    waiting = [post for post in posts if post.state is PostState.IN_REVIEW]
    approve_posts(store, waiting, clock=FixedClock(NOW))


def states(store: DatabaseStore) -> dict[str, PostState]:
    return {post.id.removeprefix(f"{OCTOBER}-"): post.state for post in store.posts(OCTOBER)}


def test_an_approved_post_goes_back_with_its_edition_and_returns_with_the_new_figure(
    each_store: DatabaseStore,
) -> None:
    with_posts(each_store, october(each_store))
    assert set(states(each_store).values()) == {PostState.APPROVED}
    each_store.save_observations((REVISED,))
    settle(each_store)
    assert set(states(each_store).values()) == {PostState.DRAFT}
    again, _ = draft_of(each_store, Month(2024, 10), "run:22")
    approve(each_store, again)
    with_posts(each_store, again)
    assert set(states(each_store).values()) == {PostState.APPROVED}
    figure = each_store.post(f"{OCTOBER}-cijfer")
    assert figure is not None
    assert "17,9%" in figure.text
    assert figure.approved_fingerprint == figure.fingerprint


def test_a_post_with_a_sent_figure_that_was_revised_is_dropped(store: DatabaseStore) -> None:
    draft = october(store)
    with_posts(store, draft)
    for state in (EditionState.SENDING, EditionState.SENT):
        store.move(OCTOBER, state)
    store.save_observations((REVISED,))
    settle(store)
    assert states(store).pop("cijfer") is PostState.CANCELLED
    assert states(store)["nieuwsbrief"] is PostState.APPROVED


NO_REVISIONS: dict[str, FigureObservation] = {
    "the next year": replace(REVISED, period="2024"),
    "the same value from another snapshot": replace(REVISED, value=USED.value, snapshot="cd" * 32),
}


@pytest.mark.parametrize("name", NO_REVISIONS)
def test_what_is_no_revision_leaves_the_approval(store: DatabaseStore, name: str) -> None:
    draft = october(store)
    store.save_observations((NO_REVISIONS[name],))
    assert settle(store) == []
    assert approved_draft(store, FixedClock(NOW), OCTOBER) == draft


def test_a_value_that_became_final_is_no_rectification(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"),)), NOW)
    store.save_observations((replace(USED, status=FigureStatus.PROVISIONAL),))
    draft, _ = draft_of(store, Month(2024, 10), "run:1")
    approve(store, draft)
    for state in (EditionState.SENDING, EditionState.SENT):
        store.move(OCTOBER, state)
    store.save_observations((replace(USED, published=date(2024, 10, 9)),))
    assert settle(store) == []


def test_a_value_that_became_final_reopens_what_still_calls_it_provisional(
    store: DatabaseStore,
) -> None:
    store.save_reading("bron", Reading((item("a"),)), NOW)
    store.save_observations((replace(USED, status=FigureStatus.PROVISIONAL),))
    draft, _ = draft_of(store, Month(2024, 10), "run:1")
    approve(store, draft)
    store.save_observations((replace(USED, published=date(2024, 10, 9)),))
    assert settle(store) == [OCTOBER]
    assert "is nu definitief" in store.audit_log(OCTOBER)[-1].detail


def test_a_revision_in_the_midst_of_sending_stops_it_and_keeps_the_approval(
    store: DatabaseStore,
) -> None:
    october(store)
    store.move(OCTOBER, EditionState.SENDING)
    store.save_observations((REVISED,))
    assert settle(store) == [OCTOBER]
    with pytest.raises(NotApproved, match=r"Part of its audience has it already"):
        approved_draft(store, FixedClock(NOW), OCTOBER)
    approval = store.approval(OCTOBER)
    assert approval is not None
    assert approval.by == "Ruben"


def test_a_revision_of_what_was_compared_with_counts_too(store: DatabaseStore) -> None:
    october(store)
    then = figure_observation("vrouwen_2013", "12.4")
    store.save_observations((replace(then, published=date(2024, 10, 9)),))
    assert settle(store) == [OCTOBER]


def test_a_revision_that_was_taken_back_is_not_rectified(store: DatabaseStore) -> None:
    october(store, sent=True)
    store.save_observations((REVISED,))
    settle(store)
    store.save_observations((replace(USED, published=date(2024, 10, 20)),))
    draft, _ = draft_of(store, Month(2024, 11), "run:3")
    assert "Rectificatie" not in draft.edition.introduction
