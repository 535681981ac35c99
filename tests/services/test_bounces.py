"""From a report to what follows, on real databases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.domain.audience import (
    SubscriberStatus,
    SuppressionReason,
)
from omroeper.domain.bounce import BounceKind, BounceTally
from omroeper.domain.bounce_words import Cause
from omroeper.domain.delivery import (
    CampaignState,
    Delivery,
    DeliveryState,
    Outcome,
    SkipReason,
)
from omroeper.services.bounces import record_bounce, record_refusals
from tests.adapters.bounces.test_classify import notification
from tests.fixtures_database import SECRET
from tests.services.bouncing import (
    EVERYONE,
    NOW,
    PATH,
    READER,
    RULES,
    again,
    events,
    hand_over,
    kept,
    report,
    sent,
)
from tests.services.readers import sign_up


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (BounceKind.HARD, SuppressionReason.HARD_BOUNCE),
        (BounceKind.COMPLAINT, SuppressionReason.COMPLAINT),
    ],
)
def test_a_dead_address_and_a_complaint_are_suppressed_at_once(
    each_store: DatabaseStore, kind: BounceKind, reason: SuppressionReason
) -> None:
    campaign, (first, second) = sent(each_store, 2)
    recorded = record_bounce(each_store, report(kind, first), RULES, NOW)
    assert (recorded.new, recorded.suppressed) == (True, reason)
    assert each_store.suppression_of(first.address) is reason
    assert each_store.suppression_of(second.address) is None
    assert events(each_store) == [(first.subscriber, reason.value, f"campaign:{campaign.id}")]
    assert [one.subscriber for one in again(each_store, campaign, 1)] == [second.subscriber]


def test_the_same_report_counts_once(each_store: DatabaseStore) -> None:
    _, (delivery,) = sent(each_store, 1)
    one = report(BounceKind.HARD, delivery)
    assert record_bounce(each_store, one, RULES, NOW).new
    repeated = record_bounce(each_store, one, RULES, NOW)
    assert (repeated.new, repeated.suppressed) == (False, None)
    assert len(kept(each_store)) == len(events(each_store)) == 1


def test_the_account_stays_whole_and_tells_what_came_back(each_store: DatabaseStore) -> None:
    campaign, deliveries = sent(each_store, 5)
    before = each_store.tally(campaign.id)
    soft = report(BounceKind.SOFT, deliveries[0], cause=Cause.FULL, mark="a")
    record_bounce(each_store, soft, RULES, NOW)
    record_bounce(each_store, replace(soft, mark="b"), RULES, NOW)  # the same copy once more
    record_bounce(each_store, report(BounceKind.HARD, deliveries[0]), RULES, NOW)
    record_bounce(each_store, report(BounceKind.SOFT, deliveries[1]), RULES, NOW)
    record_bounce(each_store, report(BounceKind.COMPLAINT, deliveries[2]), RULES, NOW)
    record_bounce(each_store, report(BounceKind.SOFT, deliveries[3], final=False), RULES, NOW)
    record_bounce(each_store, report(BounceKind.AUTO_REPLY, deliveries[4]), RULES, NOW)
    assert each_store.bounce_tally(campaign.id) == BounceTally(hard=1, soft=1, complaints=1)
    assert each_store.bounce_tally("another") == BounceTally()
    assert each_store.tally(campaign.id) == before
    assert before.accepted == before.frozen == 5


def test_failures_in_a_row_over_enough_days_end_it(each_store: DatabaseStore) -> None:
    campaign, (delivery,) = sent(each_store, 1)

    def fails(one: Delivery, days: int) -> SuppressionReason | None:
        soft = report(BounceKind.SOFT, one, cause=Cause.FULL)
        return record_bounce(each_store, soft, RULES, NOW + timedelta(days=days + 1)).suppressed

    assert fails(delivery, 0) is None
    assert fails(again(each_store, campaign, 15)[0], 15) is None
    assert fails(again(each_store, campaign, 30)[0], 30) is SuppressionReason.SOFT_BOUNCES
    assert each_store.suppression_of(delivery.address) is SuppressionReason.SOFT_BOUNCES


def test_one_that_arrived_in_between_starts_the_count_anew(each_store: DatabaseStore) -> None:
    campaign, (delivery,) = sent(each_store, 1)
    copies = [delivery, *(again(each_store, campaign, days)[0] for days in (20, 40, 60, 80))]
    for number, copy in enumerate(copies):
        if number != 2:
            soft = report(BounceKind.SOFT, copy, cause=Cause.FULL)
            assert record_bounce(each_store, soft, RULES, NOW).suppressed is None


def test_what_was_not_the_readers_fault_neither_counts_nor_starts_anew(
    each_store: DatabaseStore,
) -> None:
    campaign, (delivery,) = sent(each_store, 1)
    copies = [delivery, *(again(each_store, campaign, days)[0] for days in (20, 40, 60))]
    causes = [Cause.FULL, Cause.BLOCKED, Cause.FULL, Cause.FULL]
    done = [
        record_bounce(each_store, report(BounceKind.SOFT, copy, cause=cause), RULES, NOW).suppressed
        for copy, cause in zip(copies, causes, strict=True)
    ]
    assert done == [None, None, None, SuppressionReason.SOFT_BOUNCES]


def test_a_delay_changes_nothing_however_often_it_comes(each_store: DatabaseStore) -> None:
    campaign, (delivery,) = sent(each_store, 1)
    for days in (0, 40, 80):
        copy = again(each_store, campaign, days)[0] if days else delivery
        delay = report(BounceKind.SOFT, copy, final=False, cause=Cause.NO_ANSWER)
        assert record_bounce(each_store, delay, RULES, NOW).suppressed is None


def test_nothing_that_is_not_final_takes_anyone_off(each_store: DatabaseStore) -> None:
    _, (delivery,) = sent(each_store, 1)
    early = report(BounceKind.HARD, delivery, final=False)
    assert record_bounce(each_store, early, RULES, NOW).suppressed is None


def test_who_left_before_stays_as_they_were(each_store: DatabaseStore) -> None:
    _, (delivery,) = sent(each_store, 1)
    each_store.unsubscribe(delivery.subscriber, NOW, source="page")
    recorded = record_bounce(each_store, report(BounceKind.HARD, delivery), RULES, NOW)
    assert (recorded.new, recorded.suppressed) == (True, None)
    assert each_store.suppression_of(delivery.address) is SuppressionReason.UNSUBSCRIBED
    assert [kind for _, kind, _ in events(each_store)] == ["unsubscribed"]


def test_a_complaint_of_who_left_keeps_them_away_for_good(each_store: DatabaseStore) -> None:
    _, (delivery,) = sent(each_store, 1)
    each_store.unsubscribe(delivery.subscriber, NOW, source="page")
    recorded = record_bounce(each_store, report(BounceKind.COMPLAINT, delivery), RULES, NOW)
    assert recorded.suppressed is SuppressionReason.COMPLAINT
    assert each_store.suppression_of(delivery.address) is SuppressionReason.COMPLAINT


def test_who_is_taken_off_is_no_reader_any_more(each_store: DatabaseStore) -> None:
    campaign, (first, _) = sent(each_store, 2)
    everyone = {"agdb": 2, "": 2}
    assert each_store.segment_sizes(EVERYONE) == everyone
    record_bounce(each_store, report(BounceKind.HARD, first), RULES, NOW)
    assert each_store.segment_sizes(EVERYONE) == {"agdb": 1, "": 1}
    assert each_store.reader_counts(EVERYONE, (), edition=campaign.edition) == {"": 1}
    gone = each_store.subscriber(first.subscriber)
    assert gone is not None
    assert (gone.status, gone.subscriptions) == (SubscriberStatus.UNSUBSCRIBED, ())
    assert each_store.unsubscribes() == ()


def test_who_bounces_while_another_campaign_runs_is_told_apart_from_who_left(
    each_store: DatabaseStore,
) -> None:
    campaign, (first, second) = sent(each_store, 2)
    running = replace(campaign, id="running-v1", state=CampaignState.SENDING)
    each_store.freeze(running, EVERYONE, mail_domain="omroeper.example", at=NOW)
    until = NOW + timedelta(hours=1)
    copies = each_store.claim(running.id, worker="w", limit=9, lease_until=until, at=NOW)
    record_bounce(each_store, report(BounceKind.HARD, first), RULES, NOW)
    each_store.unsubscribe(second.subscriber, NOW, source="page")
    seen = each_store.hand_over(copies, campaign=running.id, worker="w", at=NOW, lease_until=until)
    whose = {copy.id: copy.subscriber for copy in copies}
    assert {whose[number]: why for number, why in seen.skipped.items()} == {
        first.subscriber: SkipReason.SUPPRESSED,
        second.subscriber: SkipReason.UNSUBSCRIBED,
    }


def test_who_proved_to_be_there_begins_anew(each_store: DatabaseStore) -> None:
    campaign, (delivery,) = sent(each_store, 1)
    for days in (0, 15, 30):
        copy = again(each_store, campaign, days)[0] if days else delivery
        soft = report(BounceKind.SOFT, copy, cause=Cause.FULL)
        last = record_bounce(each_store, soft, RULES, NOW + timedelta(days=days))
    assert last.suppressed is SuppressionReason.SOFT_BOUNCES
    sign_up(each_store, delivery.address, NOW + timedelta(days=40))
    key = each_store.confirm_sign_up("s1", NOW + timedelta(days=40))
    assert key == delivery.subscriber
    assert each_store.suppression_of(delivery.address) is None
    (copy,) = again(each_store, campaign, 60)
    soft = report(BounceKind.SOFT, copy, cause=Cause.FULL)
    assert record_bounce(each_store, soft, RULES, NOW + timedelta(days=60)).suppressed is None


def test_one_report_brought_twice_at_the_same_moment_counts_once(
    each_database_url: str,
) -> None:
    with open_store(each_database_url, SECRET) as store:
        campaign, (delivery,) = sent(store, 1)
        one = report(BounceKind.HARD, delivery)
        together = threading.Barrier(4)
        news: list[bool] = []

        def bring() -> None:
            with open_store(each_database_url, SECRET) as mine:
                together.wait(30)
                news.append(record_bounce(mine, one, RULES, NOW).new)

        threads = [threading.Thread(target=bring) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(news) == [False, False, False, True]
        assert len(kept(store)) == len(events(store)) == 1
        assert store.bounce_tally(campaign.id) == BounceTally(hard=1)


def test_a_complaint_and_a_click_to_leave_that_come_together_are_both_taken(
    each_database_url: str,
) -> None:
    with open_store(each_database_url, SECRET) as store:
        _, copies = sent(store, 40)
        together = threading.Barrier(2)
        failures: list[Exception] = []

        def each(do: Callable[[DatabaseStore, Delivery], object]) -> None:
            with open_store(each_database_url, SECRET) as mine:
                for copy in copies:
                    together.wait(30)
                    try:
                        do(mine, copy)
                    except sa.exc.DBAPIError as failure:
                        failures.append(failure)

        def complain(mine: DatabaseStore, copy: Delivery) -> None:
            record_bounce(mine, report(BounceKind.COMPLAINT, copy), RULES, NOW)

        def leave(mine: DatabaseStore, copy: Delivery) -> None:
            mine.unsubscribe(copy.subscriber, NOW, source="page")

        threads = [threading.Thread(target=each, args=(do,)) for do in (complain, leave)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert {store.suppression_of(one.address) for one in copies} == {
            SuppressionReason.COMPLAINT
        }
        assert len(events(store)) == len(copies)


def test_a_refusal_of_a_dead_address_at_once_counts_like_a_bounce(
    each_store: DatabaseStore,
) -> None:
    campaign, (delivery,) = sent(
        each_store, 1, outcome=Outcome.REFUSED, reply="550 5.1.1 …: User unknown"
    )
    (recorded,) = record_refusals(each_store, RULES, NOW)
    assert recorded.suppressed is SuppressionReason.HARD_BOUNCE
    assert list(record_refusals(each_store, RULES, NOW)) == []
    assert each_store.bounce_tally(campaign.id) == BounceTally()
    assert each_store.suppression_of(delivery.address) is SuppressionReason.HARD_BOUNCE


def test_a_refusal_by_policy_takes_nobody_off(each_store: DatabaseStore) -> None:
    sent(each_store, 1, outcome=Outcome.REFUSED, reply="550 5.7.1 blocked using spamhaus")
    (recorded,) = record_refusals(each_store, RULES, NOW)
    assert recorded.suppressed is None


@pytest.mark.parametrize(
    "reply",
    [
        "not made: its address holds what no header may",
        "400 MessageRejected: Email address is not verified",
        "Amazon SES does not take addresses with letters beyond ASCII",
        "given up after 5 attempts; the last: no connection with the relay",
        "not made: the mailbox unknown.example does not exist",
    ],
)
def test_what_no_server_said_of_a_reader_never_takes_them_off(
    each_store: DatabaseStore, reply: str
) -> None:
    campaign, _ = sent(each_store, 1, outcome=Outcome.REFUSED, reply=reply)
    list(record_refusals(each_store, RULES, NOW))
    for days in (20, 40, 60):
        at = NOW + timedelta(days=days)
        later = replace(campaign, id=f"{campaign.id}-{days}")
        each_store.freeze(later, EVERYONE, mail_domain="omroeper.example", at=at)
        assert hand_over(each_store, later, Outcome.REFUSED, reply, at)
        (recorded,) = record_refusals(each_store, RULES, at)
        assert (recorded.bounce.counts, recorded.suppressed) == (False, None)


def test_an_erased_reader_is_nobody_to_suppress(each_store: DatabaseStore) -> None:
    from omroeper.adapters.database.tables import subscribers

    _, (delivery,) = sent(each_store, 1)
    with each_store._writing() as connection:
        connection.execute(subscribers.delete().where(subscribers.c.key == delivery.subscriber))
    for kind in (BounceKind.HARD, BounceKind.COMPLAINT):
        recorded = record_bounce(each_store, report(kind, delivery), RULES, NOW)
        assert (recorded.new, recorded.suppressed) == (True, None)
    assert each_store.suppression_of(delivery.address) is None
    assert len(kept(each_store)) == 2
    assert each_store.bounce_tally(delivery.campaign).complaints == 1


def test_nothing_of_a_reports_text_is_kept(each_store: DatabaseStore) -> None:
    _, (delivery,) = sent(each_store, 1)
    content = notification(to=PATH.address_for(delivery.id), human="Anna moved to Utrecht")
    (one,) = READER.read(content)
    record_bounce(each_store, one, RULES, NOW)
    (row,) = kept(each_store)
    told = " ".join(str(value) for value in row)
    assert row.status == "5.1.1"
    for word in ("@", "Anna", "school.example", "Undelivered"):
        assert word not in told


def test_a_bounce_of_an_uncertain_copy_leaves_it_uncertain(each_store: DatabaseStore) -> None:
    campaign, (delivery,) = sent(each_store, 1, outcome=Outcome.UNCERTAIN, reply="lost")
    record_bounce(each_store, report(BounceKind.HARD, delivery), RULES, NOW)
    assert each_store.deliveries_in(campaign.id, DeliveryState.UNCERTAIN)
    assert each_store.bounce_tally(campaign.id) == BounceTally(hard=1)
