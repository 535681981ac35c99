"""The desk's LinkedIn: which channel it has, what it warns of, and a token that LinkedIn is asked about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from omroeper.adapters.linkedin import LinkedInChannel
from omroeper.adapters.linkedin.token_file import KeptToken
from omroeper.adapters.manual_channel import ManualChannel
from omroeper.demo.linkedin import APP, ORGANIZATION, TOKEN, LinkedInSimulator
from omroeper.wiring import Desk, open_desk
from tests.samples import FixedClock

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def with_app(
    tmp_path: Path, linkedin: LinkedInSimulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A desk with an app to log in with, and an operator."""
    for name, value in {
        "ENV_FILE": "/dev/null",
        "VAR": str(tmp_path / "var"),
        "OPERATOR_ADDRESS": "beheer@omroeper.example",
        "LINKEDIN_ORGANIZATION": ORGANIZATION,
        "LINKEDIN_VERSION": f"{NOW:%Y%m}",
        "LINKEDIN_CLIENT_ID": APP[0],
        "LINKEDIN_CLIENT_SECRET": APP[1],
        "LINKEDIN_BASE_URL": linkedin.url,
    }.items():
        monkeypatch.setenv(f"OMROEPER_{name}", value)
    with open_desk() as desk:
        desk.clock = FixedClock(NOW)  # type: ignore[assignment]
        yield desk


def keep(desk: Desk, days: float) -> None:
    assert desk.linkedin_tokens is not None
    desk.linkedin_tokens.file.write(KeptToken("AQV", NOW + timedelta(days=days)))


def test_before_a_login_posts_are_placed_by_hand_and_after_it_by_the_channel(
    with_app: Desk, tmp_path: Path
) -> None:
    assert isinstance(with_app.channel, ManualChannel)
    keep(with_app, 20)
    with open_desk() as desk:
        assert isinstance(desk.channel, LinkedInChannel)
        assert desk.channel.access_ends == NOW + timedelta(days=20)
    assert (tmp_path / "var/linkedin-token.json").stat().st_mode & 0o077 == 0


def test_the_operator_is_mailed_once_of_a_login_that_ends(with_app: Desk) -> None:
    keep(with_app, 13.5)
    (row,) = with_app.warn_of_linkedin()
    assert (row["waarover"], row["verstuurd"]) == ("De toegang tot LinkedIn", "ja")
    assert with_app.warn_of_linkedin() == []
    (file,) = with_app.settings.outbox.glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert mail["Subject"].startswith("Omroeper: De toegang tot LinkedIn verloopt over 1")
    assert "omroeper linkedin login" in mail.get_content()


def test_a_token_of_the_settings_is_asked_about(
    with_app: Desk, linkedin: LinkedInSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    del with_app
    monkeypatch.setenv("OMROEPER_LINKEDIN_TOKEN", TOKEN)
    linkedin.state.tokens[TOKEN].ends = (NOW + timedelta(days=9)).timestamp()
    with open_desk() as desk:
        ends = {one.key: one.ends for one in desk.linkedin_expiring()}
        zone = desk.settings.timezone
    assert ends["linkedin login"] == (NOW + timedelta(days=9)).astimezone(zone).date()
    assert ends["linkedin version"] == date(NOW.year + 1, NOW.month, 1)
