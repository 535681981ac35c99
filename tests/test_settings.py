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
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, values: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        load(tmp_path, **values)
    assert caught.value.remedy
    assert "geheim" not in caught.value.sentence


def test_every_setting_is_documented() -> None:
    code = (ROOT / "omroeper/settings.py").read_text(encoding="utf-8")
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
