"""Reading mailboxes by IMAP, POP3, Maildir and mbox: what is there, what is removed, what goes wrong."""

import mailbox
import ssl
from contextlib import suppress
from pathlib import Path

import pytest

from omroeper.adapters.bounces.imap import ImapMailbox
from omroeper.adapters.bounces.letter import LARGEST
from omroeper.adapters.bounces.mailbox import bounce_mailbox
from omroeper.adapters.bounces.pop3 import Pop3Mailbox
from omroeper.domain.errors import MailboxError
from omroeper.ports import BounceMailbox
from omroeper.settings import MailboxSettings
from tests.fixtures_mailboxes import (
    PASSWORD,
    USER,
    ImapDialogue,
    MailServer,
    Pop3Dialogue,
    StartServer,
)

MAILS = [
    b"Subject: one\r\n\r\nfirst\r\n.with a dot",
    b"Subject: two\r\n\r\nsecond",
    b"Subject: three\r\n\r\nthird",
]
REMOTE = {"imap": ImapDialogue, "pop3": Pop3Dialogue}


def reader(
    scheme: str, server: MailServer, *, password: str = PASSWORD, folder: str = "INBOX"
) -> BounceMailbox:
    return bounce_mailbox(MailboxSettings(scheme, "127.0.0.1", server.port, USER, password, folder))


def subjects(box: BounceMailbox) -> list[bytes]:
    with box.opened() as opened:
        return [mail.content.replace(b"\r\n", b"\n").split(b"\n")[0] for mail in opened.mails()]


@pytest.mark.parametrize("scheme", REMOTE)
def test_a_server_keeps_all_but_what_was_removed(
    scheme: str, start_mail_server: StartServer
) -> None:
    server = start_mail_server(REMOTE[scheme], MAILS)
    box = reader(scheme, server)
    with box.opened() as opened:
        found = list(opened.mails())
        assert [mail.content for mail in found] == MAILS
        opened.remove(found[0].name)
        opened.remove(found[2].name)
    assert list(server.mails.values()) == [MAILS[1]]
    assert subjects(box) == [b"Subject: two"]


def test_without_uidplus_everything_marked_is_expunged_at_the_end(
    start_mail_server: StartServer,
) -> None:
    server = start_mail_server(ImapDialogue, MAILS, uidplus=False)
    with reader("imap", server).opened() as opened:
        for mail in opened.mails():
            opened.remove(mail.name)
        assert len(server.mails) == 3
    assert server.mails == {}
    assert server.log.count("EXPUNGE") == 1


def test_pop3_removes_nothing_when_the_session_does_not_end_well(
    start_mail_server: StartServer,
) -> None:
    server = start_mail_server(Pop3Dialogue, MAILS)
    with suppress(RuntimeError), reader("pop3", server).opened() as opened:
        opened.remove(next(opened.mails()).name)
        raise RuntimeError
    assert len(server.mails) == 3


@pytest.mark.parametrize("scheme", REMOTE)
def test_a_refused_login_says_so_without_naming_anyone(
    scheme: str, start_mail_server: StartServer
) -> None:
    box = reader(scheme, start_mail_server(REMOTE[scheme], MAILS), password="fout")
    with pytest.raises(MailboxError, match="logging in failed") as caught, box.opened():
        pass
    told = caught.value.sentence
    assert "OMROEPER_BOUNCES_URL" in told
    assert USER not in told
    assert "fout" not in told.replace("failed", "")


@pytest.mark.parametrize("scheme", REMOTE)
def test_a_password_beyond_ascii_is_an_error_not_a_crash(
    scheme: str, start_mail_server: StartServer
) -> None:
    box = reader(scheme, start_mail_server(REMOTE[scheme], MAILS), password="gehéim")
    with pytest.raises(MailboxError, match="logging in failed"), box.opened():
        pass


def test_a_folder_that_is_not_there(start_mail_server: StartServer) -> None:
    box = reader("imap", start_mail_server(ImapDialogue, MAILS), folder="Retour")
    with pytest.raises(MailboxError, match="opening its folder failed"), box.opened():
        pass


@pytest.mark.parametrize("scheme", REMOTE)
def test_a_connection_that_breaks_in_the_middle(
    scheme: str, start_mail_server: StartServer
) -> None:
    server = start_mail_server(REMOTE[scheme], MAILS, hang_up_at=2)
    read = []

    def go_on() -> None:
        with reader(scheme, server).opened() as opened:
            for mail in opened.mails():
                read.append(mail.content)
                opened.remove(mail.name)

    with pytest.raises(MailboxError, match="fetching a mail failed"):
        go_on()
    assert read == MAILS[:1]
    assert MAILS[1] in server.mails.values()
    go_on()
    assert server.mails == {}


@pytest.mark.parametrize("scheme", REMOTE)
def test_one_mail_that_the_server_does_not_give_is_passed_over(
    scheme: str, start_mail_server: StartServer
) -> None:
    server = start_mail_server(REMOTE[scheme], MAILS, refuse=2)
    with reader(scheme, server).opened() as opened:
        assert [mail.content for mail in opened.mails()] == [MAILS[0], MAILS[2]]
        assert opened.unreadable == 1


@pytest.mark.parametrize("scheme", REMOTE)
def test_of_a_huge_mail_the_beginning_is_fetched(
    scheme: str, start_mail_server: StartServer
) -> None:
    lines = b"\r\n".join(b"x" * 70 for _ in range(100_000))
    server = start_mail_server(REMOTE[scheme], [b"Subject: huge\r\n\r\n" + lines, MAILS[1]])
    with reader(scheme, server).opened() as opened:
        first, second = opened.mails()
    assert first.content.startswith(b"Subject: huge")
    assert len(first.content) == LARGEST
    assert second.content == MAILS[1]
    assert server.longest < 2 * LARGEST


@pytest.mark.parametrize("scheme", REMOTE)
def test_lines_longer_than_the_standard_allows_are_read(
    scheme: str, start_mail_server: StartServer
) -> None:
    long = b"Subject: long\r\n\r\n" + b"y" * 60_000
    server = start_mail_server(REMOTE[scheme], [long, MAILS[1]])
    with reader(scheme, server).opened() as opened:
        assert [mail.content for mail in opened.mails()] == [long, MAILS[1]]


@pytest.mark.parametrize("scheme", ["imap", "imaps", "pop3", "pop3s"])
def test_over_tls_from_the_start_and_from_within(
    scheme: str, start_mail_server: StartServer, own_certificate: Path
) -> None:
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inside.load_cert_chain(own_certificate)
    plain = scheme.removesuffix("s")
    server = start_mail_server(REMOTE[plain], MAILS, tls=inside, starttls=scheme == plain)
    trusting = ssl.create_default_context(cafile=str(own_certificate))
    settings = MailboxSettings(scheme, "127.0.0.1", server.port, USER, PASSWORD)
    kind = ImapMailbox if plain == "imap" else Pop3Mailbox
    assert len(subjects(kind(settings, context=trusting))) == 3
    with (
        pytest.raises(MailboxError, match=r"connecting failed.*CERTIFICATE"),
        kind(settings).opened(),
    ):
        pass
    assert {"LOGIN", "PASS"} & set(server.log)


def test_no_password_goes_over_a_network_without_tls(
    start_mail_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for scheme, dialogue in REMOTE.items():
        server = start_mail_server(dialogue, MAILS)
        monkeypatch.setattr(f"omroeper.adapters.bounces.{scheme}.is_loopback", lambda _: False)
        with (
            pytest.raises(MailboxError, match="connecting failed"),
            reader(scheme, server).opened(),
        ):
            pass
        assert not {"LOGIN", "PASS"} & set(server.log)


@pytest.mark.parametrize("scheme", REMOTE)
def test_a_server_that_is_not_there(scheme: str, start_mail_server: StartServer) -> None:
    server = start_mail_server(REMOTE[scheme], [])
    box = reader(scheme, server)
    server.shutdown()
    server.server_close()
    with pytest.raises(MailboxError, match="connecting failed"), box.opened():
        pass


@pytest.fixture(params=["maildir", "mbox"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> MailboxSettings:
    path = tmp_path / "retour"
    made: mailbox.Mailbox[mailbox.Message] = (
        mailbox.Maildir(path) if request.param == "maildir" else mailbox.mbox(path)
    )
    for content in MAILS:
        made.add(content.replace(b"\r\n", b"\n"))
    made.close()
    return MailboxSettings(request.param, path=path)


def test_a_folder_on_this_machine(folder: MailboxSettings) -> None:
    box = bounce_mailbox(folder)
    with box.opened() as opened:
        found = {mail.content.split(b"\n")[0]: mail.name for mail in opened.mails()}
        assert sorted(found) == [b"Subject: one", b"Subject: three", b"Subject: two"]
        opened.remove(found[b"Subject: one"])
        opened.remove(found[b"Subject: three"])
    assert subjects(box) == [b"Subject: two"]


def test_what_was_removed_is_gone_although_the_round_broke_off(folder: MailboxSettings) -> None:
    box = bounce_mailbox(folder)
    with suppress(RuntimeError), box.opened() as opened:
        opened.remove(next(opened.mails()).name)
        raise RuntimeError
    assert len(subjects(box)) == 2


@pytest.mark.parametrize("scheme", ["maildir", "mbox"])
def test_a_folder_that_is_missing_or_something_else(scheme: str, tmp_path: Path) -> None:
    for path in (tmp_path / "weg", tmp_path):
        settings = MailboxSettings(scheme, path=path)
        with pytest.raises(MailboxError, match="opening failed"), bounce_mailbox(settings).opened():
            pass


def test_an_mbox_in_use_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "retour"
    other = mailbox.mbox(path)
    other.add(MAILS[0])
    other.flush()
    other.lock()
    box = bounce_mailbox(MailboxSettings("mbox", path=path))
    with pytest.raises(MailboxError, match="opening failed"), box.opened():
        pass
    other.unlock()
    assert len(subjects(box)) == 1
