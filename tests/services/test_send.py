"""Promise 2 over real SMTP and real databases: at most once, and accounted for."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.smtp import SmtpMailer
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.domain.audience import Segment, Suppression, SuppressionReason, address_hash
from omroeper.domain.delivery import (
    Attempt,
    Campaign,
    CampaignState,
    Delivery,
    DeliveryState,
    Outcome,
    Tally,
)
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import SendingError
from omroeper.ports import OutgoingMail
from omroeper.rendering.mime import Message
from omroeper.services.send import (
    SendingRules,
    begin_sending,
    cancel_campaign,
    finish_sending,
    freeze_audience,
    send_batch,
)
from omroeper.settings import SmtpSettings
from tests.fixtures_database import SECRET
from tests.samples import FixedClock, approved_draft, people

EVERYONE = Segment("alle", "Iedereen")
RULES = SendingRules(batch_size=10, lease_seconds=60, retry_seconds=0, max_attempts=3)
NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)


def message_for(delivery: Delivery, at: datetime) -> OutgoingMail:
    content = f"Subject: x\r\n\r\n{delivery.token}\r\n.a dot\r\n".encode()
    return Message(delivery.id, "desk@omroeper.example", delivery.address, content)


def prepare(store: DatabaseStore, count: int) -> Campaign:
    draft = approved_draft(store)
    store.add_subscribers(people(count))
    campaign = freeze_audience(
        store, draft, EVERYONE, FixedClock(NOW), mail_domain="omroeper.example"
    )
    begin_sending(store, campaign.id, NOW)
    return campaign


def send_all(store: DatabaseStore, mailer: SmtpMailer, campaign: Campaign) -> Tally:
    """Batches enough for every copy to be tried as often as the rules allow."""
    clock = FixedClock(NOW)
    for _ in range(campaign.size // RULES.batch_size + RULES.max_attempts + 1):
        tally = send_once(store, mailer, campaign, clock)
    return tally


def send_once(
    store: DatabaseStore, mailer: SmtpMailer, campaign: Campaign, clock: FixedClock
) -> Tally:
    send_batch(store, mailer, message_for, campaign, worker="w", clock=clock, rules=RULES)
    return store.tally(campaign.id)


def mailer_to(catcher: MailCatcher) -> SmtpMailer:
    return SmtpMailer(SmtpSettings("127.0.0.1", catcher.port, "none"), timeout_seconds=5)


def test_everyone_gets_one_copy_and_the_account_is_whole(each_store: DatabaseStore) -> None:
    with MailCatcher() as catcher:
        campaign = prepare(each_store, 25)
        tally = send_all(each_store, mailer_to(catcher), campaign)
        assert set(catcher.recipients.values()) == {1}
        assert len(catcher.messages) == 25
        assert b"\r\n.a dot\r\n" in catcher.messages[0].content
    assert tally == Tally(frozen=25, accepted=25)
    assert finish_sending(each_store, campaign.id, NOW)
    assert each_store.state(campaign.edition) is EditionState.SENT


def test_freezing_again_changes_nothing(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 3)
    each_store.add_subscribers(people(5))
    draft = each_store.draft(campaign.edition)
    assert draft is not None
    again = freeze_audience(
        each_store, draft, EVERYONE, FixedClock(NOW), mail_domain="omroeper.example"
    )
    assert again.size == 3
    assert each_store.tally(campaign.id).frozen == 3


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (Faults(refused=frozenset({"p1@school.example"})), Tally(4, accepted=3, refused=1)),
        (
            Faults(refused_after_data=frozenset({"p1@school.example"})),
            Tally(4, accepted=3, refused=1),
        ),
        (Faults(greylisted_once=frozenset({"p1@school.example"})), Tally(4, accepted=4)),
        (Faults(reply_lost=frozenset({"p1@school.example"})), Tally(4, accepted=3, uncertain=1)),
        (Faults(drops_at_rcpt=frozenset({"p1@school.example"})), Tally(4, accepted=3, refused=1)),
        (Faults(closing=frozenset({"p1@school.example"})), Tally(4, accepted=3, refused=1)),
    ],
    ids=["550", "554 after data", "451 once", "reply lost", "dropped at RCPT", "421"],
)
def test_each_fault_ends_in_one_state(
    each_store: DatabaseStore, faults: Faults, expected: Tally
) -> None:
    with MailCatcher(faults=faults) as catcher:
        campaign = prepare(each_store, 4)
        tally = send_all(each_store, mailer_to(catcher), campaign)
        assert max(catcher.recipients.values()) == 1
    assert tally == expected
    assert finish_sending(each_store, campaign.id, NOW)


def test_replies_hold_no_address(store: DatabaseStore) -> None:
    with MailCatcher(faults=Faults(refused=frozenset({"p1@school.example"}))) as catcher:
        campaign = prepare(store, 2)
        send_all(store, mailer_to(catcher), campaign)
    assert all("@" not in reply for _, reply in store.replies(campaign.id))


def test_an_unreachable_relay_gives_every_copy_back(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 4)
    mailer = SmtpMailer(SmtpSettings("127.0.0.1", 1, "none"), timeout_seconds=2)
    with pytest.raises(SendingError, match=r"127\.0\.0\.1:1"):
        send_once(each_store, mailer, campaign, FixedClock(NOW))
    assert each_store.tally(campaign.id) == Tally(frozen=4, pending=4)
    assert {d.attempts for d in each_store.deliveries_in(campaign.id, DeliveryState.PENDING)} == {0}


class DiesInDialogue:
    """A mailer whose process dies while the second message is with the server."""

    description = "dies"

    def __init__(self) -> None:
        self.handed_over: list[int] = []

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for number, message in enumerate(messages, start=1):
            self.handed_over.append(message.delivery)
            if number == 2:
                raise SystemExit("killed")
            yield Attempt(message.delivery, Outcome.ACCEPTED, "250")


def test_what_was_in_flight_at_a_crash_is_uncertain_and_never_sent_again(
    each_store: DatabaseStore,
) -> None:
    campaign = prepare(each_store, 4)
    dying = DiesInDialogue()
    with pytest.raises(SystemExit):
        send_batch(
            each_store,
            dying,
            message_for,
            campaign,
            worker="dead",
            clock=FixedClock(NOW),
            rules=RULES,
        )
    assert each_store.tally(campaign.id) == Tally(frozen=4, accepted=1, claimed=1, pending=2)
    later = NOW + timedelta(seconds=RULES.lease_seconds + 1)
    begin_sending(each_store, campaign.id, later)
    with MailCatcher() as catcher:
        tally = send_all(each_store, mailer_to(catcher), campaign)
        sent = {message.recipient for message in catcher.messages}
    assert tally == Tally(frozen=4, accepted=3, uncertain=1)
    uncertain = each_store.deliveries_in(campaign.id, DeliveryState.UNCERTAIN)
    assert [d.id for d in uncertain] == [dying.handed_over[1]]
    assert uncertain[0].address not in sent


def test_leaving_wins_in_the_middle_of_a_send(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 4)
    leaver = each_store.subscriber_by_address("p3@school.example")
    assert leaver is not None

    def leaving(delivery: Delivery, at: datetime) -> OutgoingMail:
        each_store.unsubscribe(leaver.key, NOW, source="test")
        return message_for(delivery, at)

    with MailCatcher() as catcher:
        first = next(d for d in each_store.deliveries_in(campaign.id, DeliveryState.PENDING))
        mailer, clock = mailer_to(catcher), FixedClock(NOW)
        send_batch(each_store, mailer, leaving, campaign, worker="w", clock=clock, rules=RULES)
        tally = each_store.tally(campaign.id)
        expected = 1 if first.subscriber == leaver.key else 0
        assert catcher.recipients["p3@school.example"] == expected
    assert tally.skipped == 1 - expected


def test_the_suppressed_are_accounted_for_and_not_mailed(each_store: DatabaseStore) -> None:
    hashed = address_hash("p2@school.example", SECRET)
    draft = approved_draft(each_store)
    each_store.add_subscribers(people(3))
    each_store.suppress(Suppression(hashed, SuppressionReason.HARD_BOUNCE, NOW))
    campaign = freeze_audience(
        each_store, draft, EVERYONE, FixedClock(NOW), mail_domain="omroeper.example"
    )
    begin_sending(each_store, campaign.id, NOW)
    with MailCatcher() as catcher:
        tally = send_all(each_store, mailer_to(catcher), campaign)
        assert catcher.recipients["p2@school.example"] == 0
    assert tally == Tally(frozen=3, accepted=2, skipped=1)


def test_a_paused_campaign_sends_nothing_and_a_cancelled_one_skips_the_rest(
    each_store: DatabaseStore,
) -> None:
    campaign = prepare(each_store, 3)
    each_store.move_campaign(campaign.id, CampaignState.PAUSED)
    with MailCatcher() as catcher:
        assert send_all(each_store, mailer_to(catcher), campaign) == Tally(frozen=3, pending=3)
        assert catcher.messages == []
    assert cancel_campaign(each_store, campaign.id, NOW) == 3
    assert each_store.tally(campaign.id) == Tally(frozen=3, skipped=3)


def _in_threads(count: int, work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_several_workers_never_claim_the_same(each_database_url: str) -> None:
    with open_store(each_database_url, SECRET) as store:
        campaign = prepare(store, 120)
        claimed: list[int] = []

        def work(number: int) -> None:
            with open_store(each_database_url, SECRET) as mine:
                while got := mine.claim(
                    campaign.id,
                    worker=f"w{number}",
                    limit=7,
                    lease_until=NOW + timedelta(minutes=1),
                    at=NOW,
                ):
                    claimed.extend(delivery.id for delivery in got)

        _in_threads(4, work)
        assert len(claimed) == len(set(claimed)) == 120
        assert store.tally(campaign.id) == Tally(frozen=120, claimed=120)


def test_only_who_claimed_settles_and_a_late_reply_settles_the_uncertain(
    each_store: DatabaseStore,
) -> None:
    campaign = prepare(each_store, 1)
    (delivery,) = each_store.claim(campaign.id, worker="mine", limit=1, lease_until=NOW, at=NOW)
    each_store.hand_over([delivery], campaign=campaign.id, worker="mine", at=NOW, lease_until=NOW)
    done = (Attempt(delivery.id, Outcome.ACCEPTED, "250"),)
    each_store.settle(done, worker="other", at=NOW)
    assert each_store.tally(campaign.id).claimed == 1
    assert each_store.recover(campaign.id, NOW + timedelta(seconds=1)) == 1
    each_store.settle((Attempt(delivery.id, Outcome.RETRY, "451"),), worker="mine", at=NOW)
    assert each_store.tally(campaign.id).uncertain == 1
    each_store.settle(done, worker="mine", at=NOW)
    assert each_store.tally(campaign.id) == Tally(frozen=1, accepted=1)
