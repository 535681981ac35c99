"""Mail to the team: through a real relay, with its files, and no address in a log."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from omroeper.adapters.outbox import OutboxMailer
from omroeper.adapters.smtp import SmtpMailer
from omroeper.adapters.team_mail import TeamMail
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.domain.letter import Attachment, Letter
from omroeper.domain.team import Person
from omroeper.ports import Mailer
from omroeper.processes.desk import free_port
from omroeper.settings import SmtpSettings
from tests.samples import WHEN

MILA = Person("mila", "Mila Voorbeeld", "mila@postbus.example")
LETTER = Letter(
    "Kalender: 1 keer nieuw", "Beste Mila,\n\nZie “bijlage”.\n",
    (Attachment("kalender.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),),
)  # fmt: skip


def mail(mailer: Mailer) -> TeamMail:
    return TeamMail(
        mailer,
        sender="desk@omroeper.example",
        sender_name="Redactie",
        reply_to="r@omroeper.example",
    )


def relay(port: int) -> SmtpMailer:
    return SmtpMailer(SmtpSettings("127.0.0.1", port, "none"))


def test_the_letter_arrives_whole(tmp_path: Path) -> None:
    with MailCatcher(tmp_path, Faults()) as catcher:
        assert mail(relay(catcher.port)).write(MILA, LETTER, WHEN)
        (raw,) = catcher.messages
        assert catcher.recipients == {MILA.address: 1}
    message = message_from_bytes(raw.content, policy=default)
    assert message["Subject"] == LETTER.subject
    assert message["Reply-To"] == "r@omroeper.example"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.text
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("kalender.ics", "text/calendar")
    assert b"BEGIN:VCALENDAR" in file.get_payload(decode=True)


def test_a_refusal_and_a_dead_relay_are_not_written_and_logged_without_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with MailCatcher(tmp_path, Faults(refused=frozenset({MILA.address}))) as catcher:
        assert not mail(relay(catcher.port)).write(MILA, LETTER, WHEN)
    assert not mail(relay(free_port())).write(MILA, LETTER, WHEN)
    assert caplog.text.count("mila was not written to") == 2
    assert MILA.address not in caplog.text


def test_two_people_at_one_moment_are_two_files_in_the_outbox(tmp_path: Path) -> None:
    post = mail(OutboxMailer(tmp_path))
    assert post.write(MILA, LETTER, WHEN)
    assert post.write(Person("yusuf", "Yusuf", "yusuf@postbus.example"), LETTER, WHEN)
    assert len(list(tmp_path.glob("*.eml"))) == 2
