"""The mailbox's address: what it may be, and what is wrong with it."""

from pathlib import Path

import pytest

from omroeper.domain.bounce import BounceRules
from omroeper.domain.errors import SettingsError
from omroeper.settings import MailboxSettings, load_settings


def mailbox_of(tmp_path: Path, url: str, password: str = "geheim") -> MailboxSettings | None:
    values = {"BOUNCES_URL": url, "BOUNCES_PASSWORD": password, "HOME": str(tmp_path)}
    return load_settings(
        {f"OMROEPER_{name}": text for name, text in values.items()}
    ).bounces.mailbox


def test_without_one_nothing_is_read_and_the_rules_are_there(tmp_path: Path) -> None:
    bounces = load_settings({"OMROEPER_HOME": str(tmp_path)}).bounces
    assert bounces.mailbox is None
    assert bounces.rules == BounceRules(soft_limit=3, soft_days=30)
    assert bounces.keep_days == 30


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "user", "folder"),
    [
        ("imaps://bounces@imap.x.nl/INBOX", "imaps", "imap.x.nl", 993, "bounces", "INBOX"),
        ("imaps://bounces@x.nl@imap.x.nl", "imaps", "imap.x.nl", 993, "bounces@x.nl", "INBOX"),
        (
            "IMAP://a%40x.nl@imap.x.nl:1143/Re%20tour",
            "imap",
            "imap.x.nl",
            1143,
            "a@x.nl",
            "Re tour",
        ),
        ("pop3s://a@pop.x.nl", "pop3s", "pop.x.nl", 995, "a", "INBOX"),
        ("pop3://a@pop.x.nl", "pop3", "pop.x.nl", 110, "a", "INBOX"),
    ],
)
def test_a_mailbox_on_a_server(
    tmp_path: Path, url: str, scheme: str, host: str, port: int, user: str, folder: str
) -> None:
    found = mailbox_of(tmp_path, url)
    assert found == MailboxSettings(scheme, host, port, user, "geheim", folder)
    assert found is not None
    assert user not in found.description.replace(host, "")


def test_a_folder_on_this_machine(tmp_path: Path) -> None:
    assert mailbox_of(tmp_path, "maildir:/srv/retour", "") == MailboxSettings(
        "maildir", path=Path("/srv/retour")
    )
    assert mailbox_of(tmp_path, "mbox:var/retour", "") == MailboxSettings(
        "mbox", path=tmp_path / "var/retour"
    )


@pytest.mark.parametrize(
    ("url", "password", "told"),
    [
        ("imap.x.nl", "x", "BOUNCES_URL.*no mailbox"),
        ("https://x.nl", "x", "BOUNCES_URL.*no mailbox"),
        ("maildir:", "", "BOUNCES_URL.*no mailbox"),
        ("imaps://imap.x.nl/INBOX", "x", "no host or no user"),
        ("imaps://a:geheim@imap.x.nl", "x", "holds a password"),
        ("imaps://a@imap.x.nl:99999", "x", "not an address"),
        ("imaps://a@imap.x.nl/Élan", "x", "beyond ASCII"),
        ("imaps://a@imap.x.nl", "", "BOUNCES_PASSWORD.*needed"),
    ],
)
def test_what_is_wrong_is_named_without_the_password(
    tmp_path: Path, url: str, password: str, told: str
) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        mailbox_of(tmp_path, url, password)
    assert "geheim" not in caught.value.sentence
