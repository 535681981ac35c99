"""A reader with everything that is ever kept of one, for who exports, erases or forgets it."""

from datetime import datetime, timedelta

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment, Subscription
from omroeper.domain.consent import ConsentText
from omroeper.domain.delivery import Attempt, Campaign, CampaignState, Outcome
from omroeper.domain.signup import SignUp
from omroeper.services.send import begin_sending, finish_sending, freeze_audience
from tests.samples import FixedClock, approved_draft, people

TEXT = ConsentText("1", "nl", "Ja, mail mij.")


def sign_up(store: DatabaseStore, address: str, at: datetime, name: str = "s1") -> None:
    asked = SignUp(
        id=name,
        address=address,
        subscriptions=(Subscription("agdb"),),
        language="nl",
        text_version=TEXT.version,
        text_hash=TEXT.hash,
        source="aanmelden",
        asked_at=at,
    )
    assert store.save_sign_up(asked, TEXT)


def reader(store: DatabaseStore, address: str, at: datetime) -> str:
    """Somebody who asked, confirmed, and is on the list; gives the key."""
    sign_up(store, address, at)
    key = store.confirm_sign_up("s1", at + timedelta(minutes=1))
    assert key is not None
    return key


def sent_campaign(store: DatabaseStore, others: int = 3) -> Campaign:
    """A finished campaign to everyone: all accepted but the last, which was refused."""
    store.add_subscribers(people(others))
    draft, clock = approved_draft(store), FixedClock()
    everyone = Segment("alle", "Alle")
    campaign = freeze_audience(store, draft, everyone, clock, mail_domain="x.example")
    begin_sending(store, campaign.id, clock.now())
    now = clock.now()
    copies = store.claim(campaign.id, worker="w", limit=100, lease_until=now, at=now)
    outcomes = [Outcome.ACCEPTED] * (len(copies) - 1) + [Outcome.REFUSED]
    attempts = [Attempt(c.id, o, "250 ok") for c, o in zip(copies, outcomes, strict=True)]
    store.settle(attempts, worker="w", at=now)
    assert finish_sending(store, campaign.id, now)
    found = store.campaign(campaign.id)
    assert found is not None
    assert found.state is CampaignState.FINISHED
    return found
