"""Leaving that wins, at once and once."""

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment, SubscriberStatus
from omroeper.domain.delivery import DeliveryState
from omroeper.services.send import freeze_audience
from omroeper.services.subscribe import Leaving, leave
from tests.samples import FixedClock, approved_draft, people


def test_a_token_lets_its_owner_leave_once(each_store: DatabaseStore) -> None:
    draft = approved_draft(each_store)
    each_store.add_subscribers(people(2))
    campaign = freeze_audience(
        each_store, draft, Segment("alle", "Alle"), FixedClock(), mail_domain="x.example"
    )
    first, _ = each_store.deliveries_in(campaign.id, DeliveryState.PENDING)
    now = FixedClock().now()
    assert leave(each_store, first.token, "agdb", now) is Leaving.DONE
    assert leave(each_store, first.token, "agdb", now) is Leaving.ALREADY
    assert leave(each_store, "a" * 32, "agdb", now) is Leaving.UNKNOWN
    person = each_store.subscriber(first.subscriber)
    assert person is not None
    assert person.status is SubscriberStatus.UNSUBSCRIBED
    assert each_store.unsubscribes() == ((f"campaign:{campaign.id}", now),)
