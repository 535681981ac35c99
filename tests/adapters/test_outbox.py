"""The outbox: whole files, one a delivery, and it says that nothing is mailed."""

from pathlib import Path

import pytest

from omroeper.adapters.outbox import OutboxMailer
from omroeper.domain.delivery import Outcome
from omroeper.domain.errors import SendingError
from omroeper.rendering.mime import Message

MAIL = Message(7, "desk@x.example", "anna@x.example", b"Subject: x\r\n\r\ny\r\n")


def test_a_message_is_written_whole_and_once(tmp_path: Path) -> None:
    mailer = OutboxMailer(tmp_path / "outbox")
    for _ in range(2):
        (attempt,) = mailer.send([MAIL])
        assert attempt.outcome is Outcome.ACCEPTED
    (file,) = (tmp_path / "outbox").iterdir()
    assert (file.name, file.read_bytes()) == ("7.eml", MAIL.content)
    assert "NOT mailed" in mailer.description
    assert "OMROEPER_SMTP_HOST" in mailer.description


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file in the way")
    with pytest.raises(SendingError, match="outbox"):
        list(OutboxMailer(tmp_path / "outbox").send([MAIL]))
