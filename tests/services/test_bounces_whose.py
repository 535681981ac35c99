"""Whose mail a report is about: our own marks prove it, an address alone does not."""

from dataclasses import replace

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import (
    Subscriber,
    Subscription,
    SuppressionReason,
)
from omroeper.domain.bounce import BounceKind
from omroeper.domain.bounce_reading import BounceRound
from omroeper.services.bounces import record_bounce
from tests.services.bouncing import (
    NOW,
    RULES,
    kept,
    report,
    sent,
)


def test_whose_mail_it_was(each_store: DatabaseStore) -> None:
    _, (first, second, third) = sent(each_store, 3)
    for number, known in enumerate(
        (
            {"delivery": first.id},
            {"tokens": ("x" * 32, first.token)},
            {"message_ids": (first.message_id,)},
        )
    ):
        one = replace(report(BounceKind.AUTO_REPLY, None), mark=f"{number}", **known)  # type: ignore[arg-type]
        recorded = record_bounce(each_store, one, RULES, NOW)
        assert recorded.bounce.delivery == first.id
        assert recorded.bounce.subscriber == first.subscriber
    assert {second.id, third.id}.isdisjoint(row.delivery for row in kept(each_store))


@pytest.mark.parametrize(
    "known",
    [
        {"delivery": 999_999},
        {"tokens": ("z" * 32,)},
        {"message_ids": (f"<agdb-2024-10-v1.{'z' * 32}@omroeper.example>",)},
        {"forged": True},
        {},
    ],
    ids=["number", "token", "message id", "forged", "nothing"],
)
def test_a_report_about_no_mail_of_ours_is_counted_and_does_nothing(
    each_store: DatabaseStore, known: dict[str, object]
) -> None:
    _, (delivery,) = sent(each_store, 1)
    recipient = delivery.address if known else ""
    one = replace(report(BounceKind.HARD, None, recipient=recipient), **known)  # type: ignore[arg-type]
    recorded = record_bounce(each_store, one, RULES, NOW)
    assert (recorded.new, recorded.suppressed, recorded.bounce.delivery) == (True, None, None)
    assert each_store.suppression_of(delivery.address) is None
    assert BounceRound().with_report(recorded).nobody == 1


def test_an_address_alone_proves_nothing_unless_the_teller_is_known(
    each_store: DatabaseStore,
) -> None:
    _, (delivery,) = sent(each_store, 1)
    for kind in (BounceKind.HARD, BounceKind.COMPLAINT):
        one = report(kind, None, recipient=delivery.address.upper())
        recorded = record_bounce(each_store, one, RULES, NOW)
        assert recorded.suppressed is None
    rows = [(row.kind, row.delivery) for row in kept(each_store)]
    assert rows == [("soft", delivery.id), ("complaint", None)]
    told = report(BounceKind.HARD, None, recipient=delivery.address, vouched=True, mark="ses")
    assert record_bounce(each_store, told, RULES, NOW).suppressed is SuppressionReason.HARD_BOUNCE


def test_a_dead_address_that_a_mail_was_passed_on_to_is_not_the_readers(
    each_store: DatabaseStore,
) -> None:
    _, (delivery,) = sent(each_store, 1)
    elsewhere = report(BounceKind.HARD, delivery, recipient="old@other.example")
    recorded = record_bounce(each_store, elsewhere, RULES, NOW)
    assert (recorded.bounce.kind, recorded.suppressed) == (BounceKind.SOFT, None)


def test_a_domain_with_other_letters_is_the_same_in_ascii(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(
        [Subscriber("idn", "p9@één.example", subscriptions=(Subscription("agdb"),))]
    )
    _, deliveries = sent(each_store, 1)
    (delivery,) = (one for one in deliveries if one.subscriber == "idn")
    told = report(BounceKind.HARD, delivery, recipient="p9@xn--n-9faa.example")
    recorded = record_bounce(each_store, told, RULES, NOW)
    assert recorded.suppressed is SuppressionReason.HARD_BOUNCE
