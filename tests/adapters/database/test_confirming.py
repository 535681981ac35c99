"""Proof that comes later settles what was uncertain, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Attempt, Campaign, Delivery, DeliveryState, Outcome, Tally
from omroeper.domain.review import AuditEntry
from omroeper.services.send import begin_sending, freeze_audience
from tests.samples import FixedClock, approved_draft, people

NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
LEASE = NOW + timedelta(seconds=60)
TOLD = "taken by Amazon SES as 0107"


@pytest.fixture
def campaign(each_store: DatabaseStore) -> Campaign:
    each_store.add_subscribers(people(1))
    frozen = freeze_audience(
        each_store,
        approved_draft(each_store),
        Segment("alle", "Iedereen"),
        FixedClock(NOW),
        mail_domain="x.example",
    )
    begin_sending(each_store, frozen.id, NOW)
    return frozen


def claimed(store: DatabaseStore, campaign: Campaign, *, handed_over: bool = True) -> Delivery:
    (delivery,) = store.claim(campaign.id, worker="w", limit=1, lease_until=LEASE, at=NOW)
    if handed_over:
        store.hand_over([delivery], campaign=campaign.id, worker="w", at=NOW, lease_until=LEASE)
    return delivery


def test_what_was_uncertain_is_accepted_and_says_why(
    each_store: DatabaseStore, campaign: Campaign
) -> None:
    delivery = claimed(each_store, campaign)
    each_store.recover(campaign.id, LEASE + timedelta(seconds=1))
    assert each_store.tally(campaign.id) == Tally(1, uncertain=1)
    assert each_store.confirm_taken(delivery.id, TOLD, NOW)
    assert each_store.tally(campaign.id) == Tally(1, accepted=1)
    assert each_store.replies(campaign.id) == {(DeliveryState.ACCEPTED, TOLD): 1}
    assert not each_store.confirm_taken(delivery.id, "again", NOW)


def test_proof_may_come_before_the_reply_is_given_up(
    each_store: DatabaseStore, campaign: Campaign
) -> None:
    delivery = claimed(each_store, campaign)
    assert each_store.confirm_taken(delivery.id, TOLD, NOW)
    lost = Attempt(delivery.id, Outcome.UNCERTAIN, "no reply")
    each_store.settle([lost], worker="w", at=NOW)
    each_store.recover(campaign.id, LEASE + timedelta(seconds=1))
    assert each_store.tally(campaign.id) == Tally(1, accepted=1)


def test_a_copy_that_a_person_let_go_again_is_not_sent_twice(
    each_store: DatabaseStore, campaign: Campaign
) -> None:
    delivery = claimed(each_store, campaign)
    each_store.settle([Attempt(delivery.id, Outcome.UNCERTAIN, "no reply")], worker="w", at=NOW)
    entry = AuditEntry(NOW, "Sanne", "sent again", campaign.edition)
    each_store.decide_uncertain(campaign.id, [delivery.subscriber], DeliveryState.PENDING, entry)
    assert each_store.confirm_taken(delivery.id, TOLD, NOW)
    assert each_store.claim(campaign.id, worker="x", limit=1, lease_until=LEASE, at=NOW) == ()


def test_who_holds_it_may_not_hand_it_over_any_more(
    each_store: DatabaseStore, campaign: Campaign
) -> None:
    delivery = claimed(each_store, campaign, handed_over=False)
    assert each_store.confirm_taken(delivery.id, TOLD, NOW)
    seen = each_store.hand_over(
        [delivery], campaign=campaign.id, worker="w", at=NOW, lease_until=LEASE
    )
    assert not seen.allowed


def test_what_was_refused_stays_refused(each_store: DatabaseStore, campaign: Campaign) -> None:
    delivery = claimed(each_store, campaign)
    each_store.settle([Attempt(delivery.id, Outcome.REFUSED, "no")], worker="w", at=NOW)
    assert not each_store.confirm_taken(delivery.id, TOLD, NOW)
    assert each_store.tally(campaign.id) == Tally(1, refused=1)
