"""What the desk's settings make of the mail on the wire: signed, with a return path of its own."""

from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

from omroeper.cli.app import app
from omroeper.domain.delivery import Delivery, Outcome
from omroeper.domain.edition import Edits
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.wiring import Desk, open_desk
from tests.adapters.smtp.relays import ScriptedRelay, answering
from tests.rendering.test_dkim import write_key


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def signing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key and a mailbox for bounces in the settings; gives the key's file."""
    file = write_key(tmp_path, "rsa-sha256")
    monkeypatch.setenv("OMROEPER_DKIM_KEY", str(file))
    monkeypatch.setenv("OMROEPER_BOUNCE_ADDRESS", "bounces@omroeper.example")
    return file


def readers(count: int) -> list[Delivery]:
    return [
        Delivery(
            number, "c", "s", f"p{number}@school.example", f"{number:032d}", f"<{number}@x.example>"
        )
        for number in range(1, count + 1)
    ]


def test_copies_leave_signed_over_several_connections_and_name_their_delivery(
    desk: Desk, signing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    draft = desk.newest_draft(Issue(Month(2024, 10)))
    with answering(ScriptedRelay()) as relay:
        monkeypatch.setenv("OMROEPER_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("OMROEPER_SMTP_PORT", str(relay.port))
        monkeypatch.setenv("OMROEPER_SMTP_SECURITY", "none")
        monkeypatch.setenv("OMROEPER_SMTP_CONNECTIONS", "3")
        with open_desk() as mailing:
            build = mailing.builder(draft, draft.rendered, "c").message_for
            attempts = list(mailing.mailer.send(build(one, desk.clock.now()) for one in readers(9)))
            signer, path = mailing.signer, mailing.settings.return_path
        assert {one.outcome for one in attempts} == {Outcome.ACCEPTED}
        assert relay.told.count("QUIT") == relay.told.sessions > 1
    assert signer is not None
    assert path is not None
    said = [line for line in relay.told.lines if line.startswith("MAIL")]
    assert {path.delivery_of(line) for line in said} == set(range(1, 10))
    (key,) = signer.keys
    for content in relay.told.contents:
        assert dkim.DKIM(content).verify(dnsfunc=lambda _, **__: key.record.encode())


def test_the_doctor_prints_what_to_publish(desk: Desk, signing: Path) -> None:
    told = CliRunner().invoke(app, ["doctor"]).stdout
    assert (
        'ok     dkim: DNS should hold omroeper._domainkey.omroeper.example TXT "v=DKIM1; k=rsa;'
        in told
    )


def test_the_doctor_finds_a_key_of_another_domain_or_one_that_others_read(
    desk: Desk, signing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMROEPER_DKIM_DOMAIN", "elders.example")
    assert (
        "wrong  dkim: the keys' domain is not that of" in CliRunner().invoke(app, ["doctor"]).stdout
    )
    signing.chmod(0o644)
    told = CliRunner().invoke(app, ["doctor"]).stdout
    assert "wrong  dkim: OMROEPER_DKIM_KEY: everyone on this machine can read" in told


def test_without_a_key_the_doctor_says_that_copies_leave_unsigned(desk: Desk) -> None:
    assert "note   dkim: no key" in CliRunner().invoke(app, ["doctor"]).stdout
    assert desk.signer is None
