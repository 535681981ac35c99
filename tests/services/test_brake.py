"""A campaign that goes wrong pauses by itself, once, and a person lets it go on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.delivery import (
    Attempt,
    Campaign,
    CampaignState,
    Delivery,
    DeliveryState,
    Outcome,
    Sent,
)
from omroeper.domain.sending_plan import Bound, SendingPlan
from omroeper.domain.steering import Action, Order, Trouble
from omroeper.domain.team import Team
from omroeper.ports import OutgoingMail
from omroeper.rendering.campaign import stopped_notice
from omroeper.services.bounces import record_bounce
from omroeper.services.brake import brake
from omroeper.services.send import require_campaign, send_batch
from omroeper.services.steer import steer
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for, prepare

PLAN = SendingPlan(refused=Bound(20, at_least=4), complaints=Bound(1, at_least=2))


@dataclass
class Refuses:
    """A relay that refuses the first of each so many."""

    of_ten: int
    description: str = "refuses"

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for number, message in enumerate(messages):
            refused = number % 10 < self.of_ten
            outcome = Outcome.REFUSED if refused else Outcome.ACCEPTED
            yield Attempt(message.delivery, outcome, "550 5.1.1 unknown" if refused else "250")


def batch(store: DatabaseStore, campaign: Campaign, of_ten: int, at: datetime = NOW) -> Sent:
    mailer, clock = Refuses(of_ten), FixedClock(at)
    return send_batch(store, mailer, message_for, campaign, worker="w", clock=clock, rules=RULES)


def look(
    store: DatabaseStore, campaign: Campaign, sent: Sent, at: datetime = NOW
) -> Trouble | None:
    return brake(store, PLAN, require_campaign(store, campaign.id), sent, at)


def test_too_many_refusals_pause_it_and_a_person_lets_it_go_on(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 60)
    assert look(each_store, campaign, batch(each_store, campaign, 2)) is None
    assert look(each_store, campaign, batch(each_store, campaign, 1)) is None
    sent = batch(each_store, campaign, 5)
    stale = require_campaign(each_store, campaign.id)
    trouble = look(each_store, campaign, sent)
    assert trouble == Trouble("geweigerd", 8, 30, 20)
    assert require_campaign(each_store, campaign.id).state is CampaignState.PAUSED
    assert brake(each_store, PLAN, stale, sent, NOW) is None  # another sender saw the same
    assert batch(each_store, campaign, 0).claimed == 0
    told = each_store.audit_log(campaign.edition)[-1]
    assert (told.who, told.what, told.before, told.after) == (
        "omroeper",
        "campaign stopped itself",
        "wordt verzonden",
        "gepauzeerd",
    )
    assert "8 van 30 geweigerd, dat is 26,7% en meer dan de grens van 20%" in told.detail

    later = NOW + timedelta(hours=1)
    steer(each_store, campaign.id, Order(Action.RESUME, "Sanne"), Team(), later)
    after = later + timedelta(minutes=1)
    assert look(each_store, campaign, batch(each_store, campaign, 3, after), after) is None
    assert look(each_store, campaign, batch(each_store, campaign, 3, after), after) is not None


def complain(store: DatabaseStore, copy: Delivery, **changes: Any) -> None:
    told = BounceReport(BounceKind.COMPLAINT, "mailbox", f"mark {copy.id}", delivery=copy.id)
    record_bounce(store, replace(told, **changes), BounceRules(), NOW)


def test_complaints_about_it_pause_it_too(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 30)
    sent = batch(each_store, campaign, 0)
    first, second, third, *_ = each_store.deliveries_in(campaign.id, DeliveryState.ACCEPTED)
    assert look(each_store, campaign, sent) is None
    complain(each_store, first)
    complain(each_store, first, mark="the same copy once more")
    assert look(each_store, campaign, sent) is None
    complain(each_store, second)
    assert look(each_store, campaign, sent) == Trouble("gemeld als ongewenst", 2, 10, 1)

    later = NOW + timedelta(hours=1)
    steer(each_store, campaign.id, Order(Action.RESUME, "Sanne"), Team(), later)
    sent = batch(each_store, campaign, 0, later + timedelta(minutes=1))
    complain(each_store, third)  # about a copy from before a person let it go on
    assert look(each_store, campaign, sent, later) is None


def test_complaints_about_another_campaign_do_not_pause_it(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 20)
    sent = batch(each_store, campaign, 0)
    other = replace(campaign, id="other-2024-10-v1")
    each_store.freeze(other, Segment("alle", "Alle"), mail_domain="x.example", at=NOW)
    copies = each_store.claim(other.id, worker="v", limit=20, lease_until=NOW, at=NOW)
    each_store.settle(
        [Attempt(one.id, Outcome.ACCEPTED, "250") for one in copies], worker="v", at=NOW
    )
    for copy in copies:
        complain(each_store, copy)
    assert each_store.bounce_tally(other.id).complaints == 20
    assert look(each_store, campaign, sent) is None


def test_complaints_that_prove_nothing_pause_nothing(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 20)
    sent = batch(each_store, campaign, 0)
    for copy in each_store.deliveries_in(campaign.id, DeliveryState.ACCEPTED):
        complain(each_store, copy, delivery=None, recipient=copy.address)
    assert look(each_store, campaign, sent) is None
    assert each_store.bounce_tally(campaign.id).complaints == 0


def test_the_notice_says_what_was_refused_and_what_to_do(store: DatabaseStore) -> None:
    campaign = prepare(store, 10)
    batch(store, campaign, 5)
    trouble = Trouble("geweigerd", 5, 10, 10)
    letter = stopped_notice("De conferentie", campaign.id, trouble, store.replies(campaign.id))
    assert letter.subject == "Gepauzeerd: de verzending van ‘De conferentie’"
    assert "5 keer: 550 5.1.1 unknown" in letter.text
    assert "kies hervatten" in letter.text
    assert "5 van 10 geweigerd, dat is 50,0%" in letter.text
