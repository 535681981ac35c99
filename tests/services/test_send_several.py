"""Promise 2 over several connections at once: attempts come in any order, and the account is whole."""

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.smtp import SmtpMailer
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.domain.delivery import Tally
from omroeper.services.send import begin_sending, finish_sending
from omroeper.settings import SmtpSettings
from tests.adapters.smtp.relays import CLOSE, ScriptedRelay, answering, settings_of
from tests.fixtures_relay import frozen
from tests.services.test_send import NOW, send_all


def test_a_campaign_over_several_connections_mails_everyone_once(
    each_store: DatabaseStore,
) -> None:
    campaign = frozen(each_store, 60)
    begin_sending(each_store, campaign.id, NOW)
    script = {"RCPT": ["250 ok"] * 20 + ["451 later", CLOSE, "250 ok", "421 closing"]}
    with answering(ScriptedRelay(script)) as relay:
        mailer = SmtpMailer(settings_of(relay, connections=4), timeout_seconds=20)
        tally = send_all(each_store, mailer, campaign)
        mailer.close()
    assert tally == Tally(60, accepted=60)
    assert len(relay.told.taken) == 60
    assert set(relay.told.taken.values()) == {1}
    assert finish_sending(each_store, campaign.id, NOW)


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (Faults(refused=frozenset({"p3@school.example"})), Tally(20, accepted=19, refused=1)),
        (Faults(reply_lost=frozenset({"p3@school.example"})), Tally(20, accepted=19, uncertain=1)),
        (Faults(greylisted_once=frozenset({"p3@school.example"})), Tally(20, accepted=20)),
        (Faults(closing=frozenset({"p3@school.example"})), Tally(20, accepted=19, refused=1)),
    ],
    ids=["550", "reply lost", "451 once", "421"],
)
def test_each_fault_ends_in_one_state_on_several_connections(
    store: DatabaseStore, faults: Faults, expected: Tally
) -> None:
    campaign = frozen(store, 20)
    begin_sending(store, campaign.id, NOW)
    with MailCatcher(faults=faults) as catcher:
        relay = SmtpSettings("127.0.0.1", catcher.port, "none", connections=3)
        mailer = SmtpMailer(relay, timeout_seconds=20)
        assert send_all(store, mailer, campaign) == expected
        mailer.close()
        assert max(catcher.recipients.values()) == 1
