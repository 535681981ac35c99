"""Requests, choices, mails and consents in the store, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import (
    Frequency,
    Subscriber,
    SubscriberStatus,
    Subscription,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.consent import ConfirmedBy, Consent, ConsentText
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.leaving import LeavingReason
from omroeper.domain.reader_mail import PER_DAY, PER_HOUR, ReaderMailKind, ReaderMailState
from omroeper.domain.signup import CONFIRM_WITHIN, SignUp
from tests.fixtures_database import SECRET
from tests.samples import WHEN

TEXT = ConsentText("3", "nl", "Ja, mail mij de nieuwsbrief.")
DAY = timedelta(days=1)


def request(name: str = "jan", *newsletters: str, number: int = 1) -> SignUp:
    return SignUp(
        id=f"{name}{number}", address=f"{name.title()}@school.example",
        subscriptions=tuple(map(Subscription, newsletters or ("agdb",))), language="nl",
        text_version=TEXT.version, text_hash=TEXT.hash, source="aanmelden/agdb", asked_at=WHEN,
    )  # fmt: skip


def test_a_request_becomes_a_subscriber_once(each_store: DatabaseStore) -> None:
    asked = request()
    assert each_store.save_sign_up(asked, TEXT)
    assert each_store.sign_up(asked.id) == asked
    assert each_store.subscriber_by_address(asked.address) is None
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: each_store.confirm_sign_up(asked.id, WHEN), range(8)))
    assert len(keys) == 1
    (key,) = keys
    assert key is not None
    expected = Consent(
        key, ("agdb",), "3", TEXT.hash, "aanmelden/agdb", ConfirmedBy.DOUBLE_OPT_IN, WHEN, WHEN
    )
    assert each_store.consents(key) == ((expected, TEXT.text),)
    kinds = [one.kind for one in each_store.claim_reader_mails(9, WHEN)]
    assert kinds == [ReaderMailKind.CONFIRM, ReaderMailKind.WELCOME]


def test_asking_for_another_newsletter_keeps_the_first(each_store: DatabaseStore) -> None:
    quarterly = Subscription("agdb", Frequency.QUARTERLY)
    each_store.add_subscribers(
        [Subscriber("k", "jan@school.example", topics=("pers",), subscriptions=(quarterly,))]
    )
    each_store.save_sign_up(request("jan", "internationaal"), TEXT)
    assert each_store.confirm_sign_up("jan1", WHEN) == "k"
    reader = each_store.subscriber("k")
    assert reader is not None
    assert reader.subscriptions == (quarterly, Subscription("internationaal"))
    assert reader.topics == ("pers",)


def test_who_left_all_gets_back_only_what_they_ask_for(each_store: DatabaseStore) -> None:
    both = (Subscription("agdb"), Subscription("internationaal"))
    each_store.add_subscribers([Subscriber("k", "jan@school.example", subscriptions=both)])
    assert each_store.unsubscribe("k", WHEN, source="x", reason=LeavingReason.TOO_OFTEN)
    each_store.save_sign_up(request("jan", "internationaal"), TEXT)
    assert each_store.confirm_sign_up("jan1", WHEN + DAY) == "k"
    reader = each_store.subscriber("k")
    assert reader is not None
    assert reader.subscriptions == (Subscription("internationaal"),)
    assert each_store.suppression_of("jan@school.example") is None
    kinds = [kind for kind, _, _, _ in each_store.events_of("k")]
    assert kinds == ["unsubscribed", "subscribed"]


@pytest.mark.parametrize("reason", list(SuppressionReason))
def test_confirming_ends_no_complaint_and_no_decision_of_the_operator(
    each_store: DatabaseStore, reason: SuppressionReason
) -> None:
    hashed = address_hash("jan@school.example", SECRET)
    each_store.suppress(Suppression(hashed, reason, WHEN))
    each_store.save_sign_up(request(), TEXT)
    stays = reason in (SuppressionReason.COMPLAINT, SuppressionReason.OPERATOR)
    assert (each_store.confirm_sign_up("jan1", WHEN) is None) is stays
    assert each_store.suppression_of("jan@school.example") is (reason if stays else None)


def test_being_forgotten_keeps_a_complaint(each_store: DatabaseStore) -> None:
    each_store.add_subscribers([Subscriber("k", "jan@school.example")])
    hashed = address_hash("jan@school.example", SECRET)
    each_store.suppress(Suppression(hashed, SuppressionReason.COMPLAINT, WHEN))
    assert each_store.erase_reader("k", WHEN, source="x")
    assert not each_store.erase_reader("k", WHEN, source="x")
    assert each_store.suppression_of("jan@school.example") is SuppressionReason.COMPLAINT


def test_requests_are_forgotten_after_their_time(each_store: DatabaseStore) -> None:
    each_store.save_sign_up(request("jan"), TEXT)
    each_store.save_sign_up(replace(request("piet"), asked_at=WHEN + DAY), TEXT)
    assert each_store.purge_sign_ups(WHEN) == 0
    assert each_store.purge_sign_ups(WHEN + DAY) == 1
    assert each_store.sign_up("jan1") is None
    assert request().expired(WHEN + CONFIRM_WITHIN + DAY)
    assert not request().expired(WHEN + CONFIRM_WITHIN)
    assert each_store.confirm_sign_up("jan1", WHEN) is None


def test_choices_of_who_left_in_the_meantime_change_nothing(each_store: DatabaseStore) -> None:
    reader = Subscriber("k", "jan@school.example", subscriptions=(Subscription("agdb"),))
    each_store.add_subscribers([reader])
    each_store.unsubscribe("k", WHEN, source="x")
    each_store.change_choices(replace(reader, language="en"), WHEN, None, TEXT)
    found = each_store.subscriber("k")
    assert found is not None
    assert (found.status, found.subscriptions) == (SubscriberStatus.UNSUBSCRIBED, ())
    assert found.language == "nl"


def test_two_couriers_never_claim_the_same_mail(each_store: DatabaseStore) -> None:
    for number in range(20):
        each_store.save_sign_up(request(f"p{number}"), TEXT)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: each_store.claim_reader_mails(5, WHEN), range(8)))
    ids = [mail.id for part in found for mail in part]
    assert len(ids) == len(set(ids)) == 20


def test_a_mail_goes_back_only_from_a_claim(each_store: DatabaseStore) -> None:
    each_store.save_sign_up(request(), TEXT)
    (mail,) = each_store.claim_reader_mails(5, WHEN)
    each_store.settle_reader_mail(mail.id, ReaderMailState.WAITING, WHEN, not_before=WHEN + DAY)
    assert each_store.claim_reader_mails(5, WHEN) == ()
    (again,) = each_store.claim_reader_mails(5, WHEN + DAY)
    assert again.attempts == 2
    each_store.settle_reader_mail(mail.id, ReaderMailState.SENT, WHEN, not_before=WHEN)
    with pytest.raises(ForbiddenTransition, match=f"reader mail {mail.id}"):
        each_store.settle_reader_mail(mail.id, ReaderMailState.WAITING, WHEN, not_before=WHEN)
    assert each_store.purge_reader_mails(WHEN + DAY) == 1
    each_store.settle_reader_mail(mail.id, ReaderMailState.SENT, WHEN, not_before=WHEN)


def test_mails_are_measured_by_address_and_for_everyone(store: DatabaseStore) -> None:
    def ask(address: str) -> bool:
        return store.ask_reader_mail(ReaderMailKind.DATA, "k", address, WHEN)

    assert [ask("a@x.example") for _ in range(PER_DAY + 1)] == [*[True] * PER_DAY, False]
    assert store.ask_reader_mail(ReaderMailKind.ERASE, "k", "A@x.example", WHEN)
    asked = [ask(f"b{number}@x.example") for number in range(PER_HOUR)]
    assert asked.count(True) == PER_HOUR - PER_DAY
    assert store.ask_reader_mail(ReaderMailKind.DATA, "k", "c@x.example", WHEN + DAY / 12)


def test_what_was_agreed_to_cannot_be_changed(each_store: DatabaseStore) -> None:
    each_store.save_sign_up(request(), TEXT)
    each_store.confirm_sign_up("jan1", WHEN)
    for statement in (
        "UPDATE consents SET source = 'x'",
        "DELETE FROM consents",
        "UPDATE consent_texts SET text = 'x'",
        "DELETE FROM consent_texts",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), each_store._writing() as one:
            one.exec_driver_sql(statement)


def test_an_import_records_when_consent_was_given(each_store: DatabaseStore) -> None:
    imported = Subscriber(
        "k", "jan@school.example", consent_source="import", consent_at=WHEN,
        subscriptions=(Subscription("agdb"),),
    )  # fmt: skip
    for _ in range(2):
        each_store.add_subscribers([imported])
    ((consent, text),) = each_store.consents("k")
    assert (consent.confirmed_by, consent.at, consent.source) == (
        ConfirmedBy.IMPORT, WHEN, "import",
    )  # fmt: skip
    assert text == ""
