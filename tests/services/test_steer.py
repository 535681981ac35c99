"""People steer a campaign while it runs: it obeys at the next chunk, and the log tells who."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import Attempt, Campaign, CampaignState, Delivery, Outcome, Tally
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import InvalidValue
from omroeper.domain.steering import Action, Order, steered
from omroeper.domain.team import Person, Team
from omroeper.ports import OutgoingMail
from omroeper.services.send import begin_sending, finish_sending, send_batch
from omroeper.services.steer import steer
from tests.fixtures_relay import frozen
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for, prepare

NOBODY = Team()
DESK = Team({"sanne": Person("sanne", "Sanne Voorbeeld", "s@x.example")})


class Accepts:
    """A relay that takes everything."""

    description = "accepts"

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for message in messages:
            yield Attempt(message.delivery, Outcome.ACCEPTED, "250")


@dataclass
class At:
    """Does something while a certain message is made."""

    number: int
    store: DatabaseStore
    campaign: Campaign
    order: Order
    made: int = 0

    def __call__(self, delivery: Delivery, at: object) -> OutgoingMail:
        self.made += 1
        if self.made == self.number:
            steer(self.store, self.campaign.id, self.order, NOBODY, NOW)
        return message_for(delivery, NOW)


def send_with(store: DatabaseStore, campaign: Campaign, order: Order, number: int) -> Tally:
    send_batch(
        store,
        Accepts(),
        At(number, store, campaign, order),
        campaign,
        worker="w",
        clock=FixedClock(NOW),
        rules=replace(RULES, batch_size=30, chunk=4),
    )
    return store.tally(campaign.id)


def test_a_running_batch_stops_at_the_next_chunk_and_goes_on_after_resuming(
    each_store: DatabaseStore,
) -> None:
    """Chunks of 1, 2, 4, 4 …: the order comes with the fifth message, the seventh is the last."""
    campaign = prepare(each_store, 20)
    tally = send_with(each_store, campaign, Order(Action.PAUSE, "Sanne", "even wachten"), 5)
    assert tally == Tally(20, accepted=7, pending=13)
    assert send_with(each_store, campaign, Order(Action.PAUSE, "Sanne"), 99) == tally
    assert not finish_sending(each_store, campaign.id, NOW)
    steer(each_store, campaign.id, Order(Action.RESUME, "Ruben"), NOBODY, NOW)
    assert send_with(each_store, campaign, Order(Action.PAUSE, "x"), 99) == Tally(20, accepted=20)
    assert finish_sending(each_store, campaign.id, NOW)
    told = [
        (one.who, one.what, one.before, one.after, one.detail)
        for one in each_store.audit_log(campaign.edition)
        if one.what.startswith("campaign")
    ]
    assert told == [
        (
            "Sanne",
            "campaign paused",
            "wordt verzonden",
            "gepauzeerd",
            f"Verzending {campaign.id}. even wachten",
        ),
        (
            "Ruben",
            "campaign resumed",
            "gepauzeerd",
            "wordt verzonden",
            f"Verzending {campaign.id}.",
        ),
    ]


def test_a_running_batch_takes_another_pace_at_the_next_chunk(each_store: DatabaseStore) -> None:
    """Its claims are given back, so that the next batch takes what the new pace has room for."""
    campaign = prepare(each_store, 20)
    slower = Order(Action.THROTTLE, "Sanne", per_hour=60)
    assert send_with(each_store, campaign, slower, 5) == Tally(20, accepted=7, pending=13)


def test_a_cancelled_batch_is_accounted_for_to_the_last(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 20)
    tally = send_with(each_store, campaign, Order(Action.CANCEL, "Sanne"), 5)
    assert tally == Tally(20, accepted=7, skipped=13)
    assert each_store.state(campaign.edition) is EditionState.CANCELLED


def test_what_a_dead_sender_left_of_a_cancelled_campaign_is_accounted_for(
    each_store: DatabaseStore,
) -> None:
    campaign = prepare(each_store, 5)
    each_store.claim(campaign.id, worker="dead", limit=2, lease_until=NOW, at=NOW)
    steer(each_store, campaign.id, Order(Action.CANCEL, "Sanne"), NOBODY, NOW)
    assert each_store.tally(campaign.id) == Tally(5, claimed=2, skipped=3)
    assert each_store.unfinished((CampaignState.CANCELLED,)) != ()
    begin_sending(each_store, campaign.id, NOW + timedelta(seconds=1))
    assert each_store.tally(campaign.id) == Tally(5, skipped=5)
    assert each_store.unfinished((CampaignState.CANCELLED,)) == ()


def test_a_planned_campaign_that_was_paused_is_planned_again(each_store: DatabaseStore) -> None:
    """It has not passed the gate, so resuming must not start it."""
    campaign = frozen(each_store, 2)
    steer(each_store, campaign.id, Order(Action.PAUSE, "Sanne"), NOBODY, NOW)
    begin_sending(each_store, campaign.id, NOW)  # its moment comes, and finds it paused
    assert each_store.state(campaign.edition) is EditionState.APPROVED
    after = steer(each_store, campaign.id, Order(Action.RESUME, "Sanne"), NOBODY, NOW)
    assert after.state is CampaignState.SCHEDULED


def test_another_pace_is_kept_and_lifted(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 2)
    slower = Order(Action.THROTTLE, "Sanne", per_hour=500)
    assert steer(each_store, campaign.id, slower, NOBODY, NOW).per_hour == 500
    found = each_store.campaign(campaign.id)
    assert found is not None
    assert (found.per_hour, found.state) == (500, CampaignState.SENDING)
    (entry,) = [one for one in each_store.audit_log(campaign.edition) if "throttled" in one.what]
    assert (entry.before, entry.after) == (
        "wordt verzonden",
        "wordt verzonden, hoogstens 500 per uur",
    )
    lifted = steer(each_store, campaign.id, Order(Action.THROTTLE, "Sanne"), NOBODY, NOW)
    assert lifted.per_hour is None


def test_two_who_steer_at_once_do_not_undo_each_other(
    store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody slows it down between the look and the write of who pauses it."""
    campaign = prepare(store, 2)
    write, met = DatabaseStore.steer, list[int]()

    def overtaken(self: DatabaseStore, *change: object) -> bool:
        if not met:
            met.append(1)
            slower = Order(Action.THROTTLE, "Ruben", per_hour=500)
            steer(store, campaign.id, slower, NOBODY, NOW)
        return write(self, *change)  # type: ignore[arg-type]

    monkeypatch.setattr(DatabaseStore, "steer", overtaken)
    after = steer(store, campaign.id, Order(Action.PAUSE, "Sanne"), NOBODY, NOW)
    assert (after.state, after.per_hour) == (CampaignState.PAUSED, 500)


@pytest.mark.parametrize(
    ("name", "problem"), [("", "geen naam"), ("Iemand", "niemand van het team")]
)
def test_only_the_team_steers(store: DatabaseStore, name: str, problem: str) -> None:
    campaign = prepare(store, 1)
    with pytest.raises(InvalidValue, match=problem):
        steer(store, campaign.id, Order(Action.PAUSE, name), DESK, NOW)
    steer(store, campaign.id, Order(Action.PAUSE, "sanne voorbeeld "), DESK, NOW)
    assert store.audit_log(campaign.edition)[-1].who == "Sanne Voorbeeld"


CAMPAIGN = Campaign("c", "e", 1, "f", "alle", 10, NOW, CampaignState.SENDING)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (CampaignState.SENDING, Action.RESUME),
        (CampaignState.SCHEDULED, Action.RESUME),
        (CampaignState.PAUSED, Action.PAUSE),
        (CampaignState.FINISHED, Action.CANCEL),
        (CampaignState.CANCELLED, Action.RESUME),
        (CampaignState.FINISHED, Action.THROTTLE),
        (CampaignState.SENDING, Action.THROTTLE),
    ],
)
def test_an_order_that_makes_no_sense_is_told(state: CampaignState, action: Action) -> None:
    with pytest.raises(InvalidValue, match=r"kan niet|geen tempo"):
        steered(replace(CAMPAIGN, state=state), Order(action, "x"), begun=True, at=NOW)
