"""Signing up: only by the mailbox itself, with proof, the same answer for everyone, and no robots."""

import hashlib
import logging
import re
from datetime import timedelta

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from omroeper.domain.audience import (
    SubscriberStatus,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.consent import ConfirmedBy
from omroeper.domain.reader_mail import PER_DAY
from omroeper.web.forms import MOST_BYTES
from omroeper.web.limits import PER_HOUR, Limits
from omroeper.wiring.signing import LIFETIMES, Purpose, Tokens
from tests.samples import WHEN, FixedClock
from tests.web.conftest import Site, path_in

JAN = "jan@school.example"
LOOK = "Kijk in uw mailbox"


def suppress(site: Site, reason: SuppressionReason) -> None:
    hashed = address_hash(JAN, site.desk.settings.secret)
    site.desk.store.suppress(Suppression(hashed, reason, site.desk.clock.now()))


def test_nobody_is_on_the_list_until_the_mailbox_itself_confirms(site: Site) -> None:
    asked_at = site.desk.clock.now() + timedelta(seconds=5)
    answer = site.send("/aanmelden", adres="Jan@school.example", nieuwsbrief="agdb")
    assert (answer.status_code, LOOK in answer.text) == (200, True)
    assert site.desk.store.subscriber_by_address(JAN) is None
    mail = site.mail()
    assert (mail["To"], mail["Auto-Submitted"]) == ("Jan@school.example", "auto-generated")
    assert "List-Unsubscribe" not in mail
    assert mail.get_content_type() == "text/plain"  # no image, no counted link
    path = path_in(mail)
    assert "school" not in path
    assert "Ja, meld mij aan" in site.client.get(path).text
    assert site.desk.store.subscriber_by_address(JAN) is None
    site.later(hours=20)
    assert "U bent aangemeld" in site.client.post(path).text
    reader = site.reader()
    assert [one.newsletter for one in reader.subscriptions] == ["agdb"]
    ((consent, text),) = site.desk.store.consents(reader.key)
    assert (consent.newsletters, consent.source) == (("agdb",), "aanmelden/agdb")
    assert (consent.asked_at, consent.at) == (asked_at, site.desk.clock.now())
    assert consent.confirmed_by is ConfirmedBy.DOUBLE_OPT_IN
    assert consent.text_version == "2026-11"
    assert consent.text_hash == hashlib.sha256(text.encode()).hexdigest()
    assert " ".join(text.split()) in " ".join(site.client.get("/aanmelden").text.split())


def test_confirming_twice_is_once(site: Site) -> None:
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    path = path_in(site.mail())
    assert site.client.post(path).status_code == 200
    assert site.mail()["Subject"].startswith("Welkom bij")
    assert site.client.post(path).status_code == 200
    assert site.mails() == []
    assert len(site.desk.store.consents(site.reader().key)) == 1


def test_an_old_confirmation_brings_nobody_back_who_left_since(site: Site) -> None:
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    path = path_in(site.mail())
    site.client.post(path)
    site.client.post(path_in(site.mail()), data={"doen": "afmelden"})
    answer = site.client.post(path)
    assert (answer.status_code, "U bent aangemeld" in answer.text) == (404, False)
    assert site.reader().status is SubscriberStatus.UNSUBSCRIBED


def test_a_link_that_is_over_signs_nobody_up_and_says_what_to_do(site: Site) -> None:
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    path = path_in(site.mail())
    site.later(days=4, minutes=1)
    for answer in (site.client.get(path), site.client.post(path), site.client.post(path + "x")):
        assert answer.status_code == 404
        assert "/aanmelden?nieuwsbrief=agdb" in answer.text
    assert site.desk.store.subscriber_by_address(JAN) is None
    assert site.desk.store.purge_sign_ups(site.desk.clock.now() - timedelta(days=4)) == 1


@pytest.mark.parametrize("path", ["/aanmelden", "/mijn-gegevens"])
def test_the_answer_does_not_tell_who_is_on_the_list(site: Site, path: str) -> None:
    site.subscribe()
    answers = {
        site.send(path, adres=address, nieuwsbrief="agdb", wat="data").text
        for address in (JAN, "nieuw@school.example")
    }
    assert len(answers) == 1
    assert all(LOOK in one and "@school" not in one for one in answers)


def test_who_gets_it_already_is_told_so_by_mail_alone(site: Site) -> None:
    preferences = site.subscribe()
    site.send("/aanmelden", adres="JAN@school.example", nieuwsbrief="agdb")
    mail = site.mail()
    assert mail["Subject"] == "U krijgt Nieuwsbrief Groene en Digitale Banen al"
    assert site.client.get(path_in(mail)).status_code == 200
    assert site.client.get(preferences).status_code == 200


@pytest.mark.parametrize("reason", [SuppressionReason.HARD_BOUNCE, SuppressionReason.SOFT_BOUNCES])
def test_who_bounced_comes_back_by_confirming_and_no_other_way(
    site: Site, reason: SuppressionReason
) -> None:
    site.subscribe()
    suppress(site, reason)
    for _ in range(PER_DAY + 1):
        site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    mails = site.mails()
    assert len(mails) == PER_DAY - 1  # the first one was this morning's
    assert all(mail["Subject"].startswith("Bevestig uw aanmelding") for mail in mails)
    assert site.desk.store.suppression_of(JAN) is reason
    assert site.client.post(path_in(mails[0])).status_code == 200
    assert site.desk.store.suppression_of(JAN) is None


@pytest.mark.parametrize("reason", [SuppressionReason.COMPLAINT, SuppressionReason.OPERATOR])
def test_nothing_is_mailed_to_who_complained_or_was_closed_by_the_operator(
    site: Site, reason: SuppressionReason
) -> None:
    suppress(site, reason)
    assert LOOK in site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb").text
    assert site.mails() == []
    assert site.desk.store.suppression_of(JAN) is reason


def test_a_complaint_between_asking_and_confirming_wins(site: Site) -> None:
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    path = path_in(site.mail())
    suppress(site, SuppressionReason.COMPLAINT)
    assert site.client.post(path).status_code == 404
    assert site.desk.store.subscriber_by_address(JAN) is None


def test_who_left_comes_back_by_confirming_again(site: Site) -> None:
    preferences = site.subscribe()
    site.client.post(preferences, data={"doen": "afmelden"})
    assert site.desk.store.suppression_of(JAN) is SuppressionReason.UNSUBSCRIBED
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    path = path_in(site.mail())
    assert site.reader().status is SubscriberStatus.UNSUBSCRIBED
    assert site.desk.store.suppression_of(JAN) is SuppressionReason.UNSUBSCRIBED
    site.client.post(path)
    assert site.desk.store.suppression_of(JAN) is None
    assert site.reader().status is SubscriberStatus.CONFIRMED
    assert site.reader().gets("agdb")


def test_the_english_newsletter_has_english_pages_and_mails(site: Site) -> None:
    path = "/aanmelden?nieuwsbrief=internationaal"
    page = site.client.get(path).text
    assert '<html lang="en">' in page
    assert re.search(r'value="internationaal" checked', page)
    site.send(path, adres=JAN, nieuwsbrief="internationaal")
    mail = site.mail()
    assert mail["Subject"] == "Please confirm that you want Skills Across Europe"
    assert "You are signed up" in site.client.post(path_in(mail)).text
    assert site.mail()["Subject"] == "Welcome to Skills Across Europe"
    assert [one.newsletter for one in site.reader().subscriptions] == ["internationaal"]
    assert site.reader().language == "en"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"adres": "geen adres", "nieuwsbrief": "agdb"}, "Dit is geen e-mailadres"),
        ({"adres": "a@xn--a.example", "nieuwsbrief": "agdb"}, "Dit is geen e-mailadres"),
        ({"adres": JAN}, "Kies ten minste één nieuwsbrief"),
        ({"adres": JAN, "nieuwsbrief": "bestaat-niet"}, "Kies ten minste één nieuwsbrief"),
    ],
)
def test_a_mistake_is_explained_and_what_was_filled_in_is_kept(
    site: Site, fields: dict[str, str], told: str
) -> None:
    answer = site.send("/aanmelden", **fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{fields["adres"]}"' in answer.text
    assert "<title>Dit ging nog niet goed" in answer.text
    assert site.mails() == []


def test_robots_are_thanked_and_nothing_happens(site: Site) -> None:
    answer = site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb", website="https://koop.example")
    assert (answer.status_code, LOOK in answer.text) == (200, True)
    assert site.mails() == []


@pytest.mark.parametrize("wait", [1.0, 13 * 3600.0])
def test_a_form_sent_at_once_or_the_next_day_is_asked_again(site: Site, wait: float) -> None:
    site.wait = wait
    answer = site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    assert (answer.status_code, "Wacht een paar tellen" in answer.text) == (422, True)
    unstamped = site.client.post("/aanmelden", data={"adres": JAN, "nieuwsbrief": "agdb"})
    assert unstamped.status_code == 422
    assert site.mails() == []


def test_an_address_gets_three_mails_of_a_kind_a_day(site: Site) -> None:
    for _ in range(5):
        assert LOOK in site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb").text
    assert len(site.mails()) == 3
    site.send("/aanmelden", adres="ander@school.example", nieuwsbrief="agdb")
    assert len(site.mails()) == 1
    site.later(days=1)
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    assert len(site.mails()) == 1


def test_a_network_that_sends_too_many_forms_has_to_wait(site: Site) -> None:
    def status(host: str) -> int:
        with TestClient(site.client.app, client=(host, 50000)) as other:
            return int(other.post("/mijn-gegevens", data={"adres": JAN}).status_code)

    assert {status(f"192.0.2.{number}") for number in range(PER_HOUR)} == {422}
    assert status("192.0.2.200") == 429
    assert status("192.0.3.1") == 422
    site.later(hours=1)
    assert status("192.0.2.1") == 422


def test_the_counter_of_networks_is_bounded_and_keeps_no_address() -> None:
    limits = Limits("geheim", per_hour=1, most=10)
    hosts = [f"2001:db8:{number:x}::1" for number in range(50)]
    requests = [Request({"type": "http", "client": (host, 1)}) for host in hosts]
    assert all(limits.allow(one, WHEN) for one in requests)
    assert not limits.allow(requests[-1], WHEN)
    assert len(limits._counts) == 10
    assert all(len(key) == 16 for key in limits._counts)


def test_a_large_body_is_refused_before_it_is_read_whole(site: Site) -> None:
    for path in ("/aanmelden", "/mijn-gegevens", "/afmelden/" + "a" * 32):
        answer = site.client.post(path, data={"adres": "x" * MOST_BYTES})
        assert answer.status_code == 413
    assert site.client.post("/aanmelden", data={f"f{n}": "" for n in range(400)}).status_code == 400


def test_no_address_reaches_the_log_when_the_database_fails(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise OSError(f"cannot write {JAN}")

    monkeypatch.setattr(site.desk.store, "save_sign_up", broken)
    with caplog.at_level(logging.DEBUG, "omroeper"):
        assert site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb").status_code == 200
    assert "was not kept: OSError" in caplog.text
    assert JAN not in caplog.text


def test_tokens_open_one_thing_for_a_while_and_reveal_nothing() -> None:
    clock = FixedClock()
    tokens = Tokens(("a" * 32,), clock)
    for purpose, lifetime in LIFETIMES.items():
        token = tokens.make(purpose, "0123456789abcdef")
        assert tokens.read(purpose, token) == ("0123456789abcdef", WHEN)
        assert all(tokens.read(other, token) is None for other in Purpose if other != purpose)
        assert tokens.read(purpose, token[:-2]) is None
        clock.moment = WHEN + lifetime + timedelta(seconds=1)
        assert tokens.read(purpose, token) is None
        clock.moment = WHEN


def test_a_key_is_rotated_by_adding_one_and_later_removing_the_oldest() -> None:
    clock = FixedClock()
    before, both, after = (
        Tokens(keys, clock) for keys in (("a" * 32,), ("a" * 32, "b" * 32), ("b" * 32,))
    )
    old, new = (one.make(Purpose.CONFIRM, "x") for one in (before, both))
    assert both.read(Purpose.CONFIRM, old)
    assert not before.read(Purpose.CONFIRM, new)
    assert after.read(Purpose.CONFIRM, new)
    assert not after.read(Purpose.CONFIRM, old)


def test_a_mail_whose_sender_died_is_not_sent_twice_and_others_go(site: Site) -> None:
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    assert len(site.desk.store.claim_reader_mails(9, site.desk.clock.now())) == 1
    site.send("/aanmelden", adres="ander@school.example", nieuwsbrief="agdb")
    assert site.mail()["To"] == "ander@school.example"


def test_a_mail_that_certainly_did_not_go_is_tried_again(site: Site) -> None:
    outbox = site.desk.settings.outbox
    outbox.parent.mkdir(exist_ok=True)
    outbox.write_text("in the way")
    site.send("/aanmelden", adres=JAN, nieuwsbrief="agdb")
    assert site.desk.send_reader_mails() == 0
    outbox.unlink()
    assert site.mails() == []
    site.later(minutes=11)
    assert len(site.mails()) == 1
    site.later(minutes=11)
    assert site.mails() == []
