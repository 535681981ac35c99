"""Settings: defaults that work, errors that name the setting, and every one of them documented."""

import os
import re
import stat
from pathlib import Path

import pytest

from omroeper.domain.errors import SettingsError
from omroeper.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]


def load(tmp_path: Path, **values: str):  # type: ignore[no-untyped-def]
    base = {"OMROEPER_HOME": str(tmp_path), **{f"OMROEPER_{k}": v for k, v in values.items()}}
    return load_settings(base)


def test_without_any_file_the_defaults_work(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.smtp is None
    assert settings.linkedin is None
    assert settings.four_eyes
    assert not settings.counts_clicks


def test_links_are_followed_where_readers_can_reach_the_desk(tmp_path: Path) -> None:
    assert not load(tmp_path).check_links
    assert not load(tmp_path, PUBLIC_URL="http://127.0.0.1:8190").check_links
    assert not load(tmp_path, PUBLIC_URL="https://desk.example").check_links
    assert load(tmp_path, PUBLIC_URL="https://nieuws.ptvt.nl").check_links
    assert not load(tmp_path, PUBLIC_URL="https://nieuws.ptvt.nl", CHECK_LINKS="false").check_links
    assert load(tmp_path, CHECK_LINKS="true").check_links


def test_mail_goes_through_ses_when_it_is_chosen(tmp_path: Path) -> None:
    ses = {"SES_REGION": "eu-west-1", "SES_KEY_ID": "AKIA", "SES_SECRET_KEY": "geheim"}
    chosen = load(tmp_path, **ses, SMTP_HOST="mail.example", MAIL_THROUGH="ses").ses
    assert chosen is not None
    assert "geheim" not in repr(chosen)
    assert load(tmp_path, **ses).ses == chosen
    assert load(tmp_path, **ses).mails
    assert not load(tmp_path).mails
    assert load(tmp_path, **ses, SMTP_HOST="mail.example", MAIL_THROUGH="relay").ses is None


@pytest.mark.parametrize(
    ("arn", "host"),
    [
        ("arn:aws:sns:eu-west-1:123456789012:mail", "sns.eu-west-1.amazonaws.com"),
        ("arn:aws-eusc:sns:eusc-de-east-1:123456789012:mail", "sns.eusc-de-east-1.amazonaws.eu"),
    ],
)
def test_a_topic_says_which_host_speaks_for_it(tmp_path: Path, arn: str, host: str) -> None:
    topic = load(tmp_path, SES_TOPIC=arn).ses_topic
    assert topic is not None
    assert topic.host == host


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert stat.S_IMODE((tmp_path / "var/secret").stat().st_mode) == 0o600


def test_the_environment_wins_over_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OMROEPER_WEB_PORT=9001\nOMROEPER_SENDER_NAME=Desk\n")
    settings = load(tmp_path, WEB_PORT="9002")
    assert (settings.web_port, settings.sender_name) == (9002, "Desk")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"WEB_PORT": "acht"}, "OMROEPER_WEB_PORT"),
        ({"TIMEZONE": "Amsterdam"}, "OMROEPER_TIMEZONE"),
        ({"FOUR_EYES": "misschien"}, "OMROEPER_FOUR_EYES"),
        ({"SMTP_HOST": "x", "SMTP_SECURITY": "ssl"}, "OMROEPER_SMTP_SECURITY"),
        ({"LINKEDIN_TOKEN": "geheim"}, "OMROEPER_LINKEDIN_ORGANIZATION"),
        ({"SES_REGION": "Frankfurt"}, "OMROEPER_SES_REGION"),
        ({"MAIL_THROUGH": "ses"}, "OMROEPER_SES_REGION"),
        ({"SES_REGION": "eu-central-1"}, "OMROEPER_SES_KEY_ID"),
        ({"SES_REGION": "eu-central-1", "SES_KEY_ID": "AKIA"}, "OMROEPER_SES_SECRET_KEY"),
        ({"SES_REGION": "eu-central-1", "SMTP_HOST": "x"}, "OMROEPER_MAIL_THROUGH"),
        ({"SES_TOPIC": "nieuwsbrief"}, "OMROEPER_SES_TOPIC"),
        ({"SES_TOPIC": "arn:aws-cn:sns:cn-north-1:123456789012:x"}, "OMROEPER_SES_TOPIC"),
        ({"WEB_PORT": "99999"}, "OMROEPER_WEB_PORT"),
        ({"PREFECT_PORT": "٣"}, "OMROEPER_PREFECT_PORT"),
        ({"BATCH_SIZE": "0"}, "OMROEPER_BATCH_SIZE"),
        ({"LEASE_SECONDS": "9" * 5000}, "OMROEPER_LEASE_SECONDS"),
        ({"PUBLIC_URL": "nieuws.example"}, "OMROEPER_PUBLIC_URL"),
        ({"SMTP_HOST": "https://x"}, "OMROEPER_SMTP_HOST"),
        ({"SENDER_ADDRESS": "geen adres"}, "OMROEPER_SENDER_ADDRESS"),
        ({"SENDER_NAME": "Desk\r\nBcc: x@y.example"}, "OMROEPER_SENDER_NAME"),
        ({"SECRET": "geheim"}, "OMROEPER_SECRET"),
        ({"WEB_PROT": "9001"}, "OMROEPER_WEB_PROT.*Did you mean OMROEPER_WEB_PORT"),
        ({"HOME": "weg"}, "OMROEPER_HOME"),
        ({"ENV_FILE": "weg.env"}, r"weg\.env"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, values: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        load(tmp_path, **values)
    assert caught.value.remedy
    assert "geheim" not in caught.value.sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"# eerst\n\nOMROEPER_WEB_PORT\n", r"\.env:3: this is not a setting"),
        (b'OMROEPER_AUTHOR="desk\n', r"\.env:1: this is not a setting"),
        (b"OMROEPER_AUTHOR=a\nOMROEPER_AUTHOR=b\n", r"\.env:2: OMROEPER_AUTHOR is set twice"),
        (b"OMROEPER_AUTHOR=caf\xe9\n", "not UTF-8"),
        (b"OMROEPER_AUTHER=a\n", "Did you mean OMROEPER_AUTHOR"),
        (b"OMROEPER_HOME=/elders\n", "cannot stand in .env"),
    ],
)
def test_a_broken_env_file_is_named_with_its_line(
    tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=told):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"kort", b"\xff" * 40])
def test_a_spoilt_secret_is_refused_and_not_used(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/secret").write_bytes(content)
    with pytest.raises(SettingsError, match="no usable secret"):
        load(tmp_path)


def test_data_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("een bestand")
    with pytest.raises(SettingsError, match="OMROEPER_VAR"):
        load(tmp_path)


def test_every_setting_is_documented() -> None:
    files = sorted((ROOT / "omroeper/settings").glob("*.py"))
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    names = set(re.findall(r'values\.\w+\(\s*"([A-Z_]+)"', code))
    assert len(names) > 20
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"OMROEPER_{name}=" not in example] == []


def test_the_example_is_a_valid_file(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    switched_on = [line.removeprefix("# ") for line in lines if line.startswith("# OMROEPER_")]
    (tmp_path / ".env").write_text("\n".join(switched_on), encoding="utf-8")
    settings = load_settings({"OMROEPER_HOME": str(tmp_path), "PATH": os.defpath})
    assert settings.smtp is not None
    assert settings.linkedin is not None
