"""Telling the operator: through a real relay, and truthful about whether it was told."""

import logging
from email import message_from_bytes
from email.policy import default

import pytest

from omroeper.adapters.operator import LogNotifier, MailNotifier
from omroeper.adapters.smtp import SmtpMailer
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.domain.letter import Letter
from omroeper.processes.desk import free_port
from omroeper.settings import SmtpSettings
from tests.samples import WHEN

NOTICE = Letter("Omroeper: 1 bron vraagt aandacht", "- Bron één: al 40 dagen geen nieuw bericht.\n")
OPERATOR = "beheer@postbus.example"


def notifier(port: int) -> MailNotifier:
    relay = SmtpMailer(SmtpSettings("127.0.0.1", port, "none"))
    return MailNotifier(relay, sender="desk@omroeper.example", operator=OPERATOR)


def test_the_mail_arrives_in_plain_dutch(tmp_path_factory: pytest.TempPathFactory) -> None:
    with MailCatcher(tmp_path_factory.mktemp("mail"), Faults()) as catcher:
        assert notifier(catcher.port).notify(NOTICE, WHEN)
        (raw,) = catcher.messages
        assert catcher.recipients == {OPERATOR: 1}
    message = message_from_bytes(raw.content, policy=default)
    assert message["Subject"] == NOTICE.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == NOTICE.text


def test_a_refusal_and_a_dead_relay_are_not_told_and_logged_with_all_there_was_to_say(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    faults = Faults(refused=frozenset({OPERATOR}))
    with MailCatcher(tmp_path_factory.mktemp("mail"), faults) as catcher:
        assert not notifier(catcher.port).notify(NOTICE, WHEN)
    assert not notifier(free_port()).notify(NOTICE, WHEN)
    logged = caplog.text
    assert logged.count("the operator was not told") == 2
    assert logged.count("Bron één") == 2
    assert OPERATOR not in logged


def test_without_an_address_the_log_tells(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert LogNotifier().notify(NOTICE, WHEN)
    assert NOTICE.subject in caplog.text
    assert "Bron één" in caplog.text
