"""Promise 2 at a relay that speaks in riddles, shuts its door, or locks the desk out."""

from itertools import chain, repeat

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import DeliveryState, Tally
from omroeper.domain.errors import SendingError
from omroeper.services.send import begin_sending
from tests.fixtures_relay import (
    Relay,
    StartRelay,
    addresses,
    addresses_in,
    assert_ended,
    frozen,
    mailer_to,
)
from tests.samples import FixedClock
from tests.services.test_send import NOW, send_all, send_once


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("252 taken, I think", Tally(3, accepted=3)),
        ("2", Tally(3, accepted=2, uncertain=1)),
        ("354 go on", Tally(3, accepted=2, uncertain=1)),
        ("a debug line\r\n250 taken", Tally(3, accepted=2, uncertain=1)),
    ],
    ids=["another 2xx", "cut short", "out of step", "no SMTP"],
)
def test_only_a_clear_no_after_the_message_is_tried_again(
    store: DatabaseStore, start_relay: StartRelay, reply: str, expected: Tally
) -> None:
    campaign = frozen(store, 3)
    begin_sending(store, campaign.id, NOW)
    relay = start_relay(Relay(script={".": iter(["250 taken", reply])}))
    assert send_all(store, mailer_to(relay), campaign) == expected
    uncertain = addresses_in(store, campaign, DeliveryState.UNCERTAIN)
    assert uncertain == (addresses(2, 2) if expected.uncertain else set())
    assert_ended(store, campaign, relay, NOW)


TLS = "250-relay\r\n250 STARTTLS"
LOGIN = "250-relay\r\n250 AUTH PLAIN LOGIN"


@pytest.mark.parametrize(
    ("script", "security", "last_heard"),
    [
        ({}, "starttls", "EHLO"),
        ({"EHLO": TLS}, "starttls", "STAR"),
        ({"EHLO": TLS, "STAR": "220 go\r\nno TLS here"}, "starttls", "STAR"),
        ({}, "none", "EHLO"),
        ({"EHLO": LOGIN, "AUTH": "535 no"}, "none", "AUTH"),
    ],
    ids=["no STARTTLS", "STARTTLS refused", "no TLS after STARTTLS", "no AUTH", "AUTH refused"],
)
def test_a_relay_that_cannot_be_used_loses_nothing(
    store: DatabaseStore,
    start_relay: StartRelay,
    script: dict[str, str],
    security: str,
    last_heard: str,
) -> None:
    """No copy and no connection stays with it, and without TLS it never hears the password."""
    campaign = frozen(store, 5)
    begin_sending(store, campaign.id, NOW)
    bad = start_relay(Relay(script={verb: repeat(reply) for verb, reply in script.items()}))
    mailer = mailer_to(bad, security=security, user="desk", password="geheim")
    with pytest.raises(SendingError, match="Check OMROEPER_SMTP_") as caught:
        send_once(store, mailer, campaign, FixedClock(NOW))
    assert f"SMTP relay 127.0.0.1:{bad.port}" in caught.value.sentence
    assert "geheim" not in caught.value.sentence
    assert store.tally(campaign.id) == Tally(5, pending=5)
    assert bad.left.wait(10)
    assert bad.heard[last_heard]
    assert not bad.heard["MAIL"]
    assert bool(bad.heard["AUTH"]) is (last_heard == "AUTH")
    good = start_relay(Relay())
    assert send_all(store, mailer_to(good), campaign) == Tally(5, accepted=5)
    assert_ended(store, campaign, good, NOW)


def test_a_relay_that_locks_the_desk_out_in_mid_batch_keeps_what_it_took(
    each_store: DatabaseStore, start_relay: StartRelay
) -> None:
    """It closes the session at the third recipient and refuses the password at the next login."""
    campaign = frozen(each_store, 5)
    begin_sending(each_store, campaign.id, NOW)
    script = {
        "EHLO": repeat(LOGIN),
        "AUTH": chain(["235 in"], repeat("535 no")),
        "RCPT": iter(["250 ok", "250 ok", "421 closing"]),
    }
    bad, good = start_relay(Relay(script=script)), start_relay(Relay())
    with pytest.raises(SendingError, match="Check OMROEPER_SMTP_"):
        send_once(each_store, mailer_to(bad, user="desk", password="pw"), campaign, FixedClock(NOW))
    assert each_store.tally(campaign.id) == Tally(5, accepted=2, pending=3)
    tally = send_all(each_store, mailer_to(good), campaign)
    assert tally == Tally(5, accepted=5)
    assert bad.taken == dict.fromkeys(addresses(1, 2), 1)
    good.taken.update(bad.taken)
    assert_ended(each_store, campaign, good, NOW)
