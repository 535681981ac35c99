"""Logging in against the simulator's OAuth pages: state, code, token file, renewal, what is refused."""

import re
import stat
import threading
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest

from omroeper.adapters.linkedin.oauth import SCOPES, Login, code_in
from omroeper.adapters.linkedin.pending import PendingLogin
from omroeper.adapters.linkedin.redirect import Redirect
from omroeper.adapters.linkedin.token_file import KeptToken, TokenFile
from omroeper.adapters.linkedin.tokens import FILE, Tokens
from omroeper.demo.linkedin import APP, LinkedInSimulator
from omroeper.domain.errors import ChannelError, SettingsError
from omroeper.processes.desk import free_port
from omroeper.settings import LinkedInSettings
from tests.fixtures_linkedin import settings_of

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def app(linkedin: LinkedInSimulator, **changes: str) -> LinkedInSettings:
    told = {"token": "", "client_id": APP[0], "client_secret": APP[1], **changes}
    return settings_of(linkedin.url, **told)


def pressed(address: str, button: str) -> str:
    """The address that the browser goes to after a button of the page at LinkedIn."""
    page = httpx.get(address).text
    found = re.search(rf'id="{button}" href="([^"]+)"', page)
    assert found, page
    return unescape(found[1])


def logged_in(linkedin: LinkedInSimulator, at: datetime = NOW) -> KeptToken:
    login = Login(app(linkedin))
    return login.exchange(code_in(pressed(login.address("s1"), "allow"), "s1"), at)


def test_a_login_gives_a_token_with_its_end_and_scopes(linkedin: LinkedInSimulator) -> None:
    kept = logged_in(linkedin)
    assert (kept.ends, kept.refresh) == (NOW + 60 * DAY, "")
    assert kept.scopes == tuple(sorted(SCOPES))
    assert kept.access in linkedin.state.tokens
    assert kept.access not in repr(kept)


def test_a_code_is_good_once(linkedin: LinkedInSimulator) -> None:
    login = Login(app(linkedin))
    code = code_in(pressed(login.address("s1"), "allow"), "s1")
    login.exchange(code, NOW)
    with pytest.raises(ChannelError, match=r"401 invalid_request"):
        login.exchange(code, NOW)


def test_a_wrong_secret_is_refused_and_not_told(linkedin: LinkedInSimulator) -> None:
    login = Login(app(linkedin, client_secret="geheim"))
    with pytest.raises(ChannelError, match="invalid_client") as refused:
        login.exchange("x", NOW)
    assert "geheim" not in refused.value.sentence


def test_the_code_of_another_login_or_of_a_refusal_is_not_taken(
    linkedin: LinkedInSimulator,
) -> None:
    login = Login(app(linkedin))
    with pytest.raises(ChannelError, match="not of the login that was begun"):
        code_in(pressed(login.address("s1"), "allow"), "s2")
    with pytest.raises(ChannelError, match="user_cancelled_authorize"):
        code_in(pressed(login.address("s1"), "cancel"), "s1")
    with pytest.raises(ChannelError, match="not of the login"):
        code_in("http://localhost/linkedin?code=AQ1", "s1")


def test_the_browser_is_waited_for_on_loopback() -> None:
    url = f"http://localhost:{free_port()}/linkedin"
    with Redirect(url) as redirect:
        answers: list[int] = []

        def browse() -> None:
            for path in ("favicon.ico", "linkedin?code=AQ1&state=s1"):
                answers.append(httpx.get(f"{url.rpartition('/')[0]}/{path}").status_code)

        browser = threading.Thread(target=browse)
        browser.start()
        assert code_in(redirect.wait(20), "s1") == "AQ1"
        browser.join()
    assert answers == [404, 200]
    with Redirect(url) as redirect:
        assert redirect.wait(0.01) == ""


def test_an_address_elsewhere_is_not_listened_at() -> None:
    with pytest.raises(SettingsError, match=r"OMROEPER_LINKEDIN_REDIRECT_URL.*--code"):
        Redirect("https://omroeper.example/linkedin")


def test_a_token_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "var" / FILE)
    assert file.read() is None
    kept = KeptToken("AQV", NOW, ("a", "b"), "AQX", NOW + DAY)
    file.write(kept)
    assert file.read() == kept
    assert stat.S_IMODE(file.file.stat().st_mode) == 0o600
    file.file.chmod(0o640)
    with pytest.raises(SettingsError, match=r"others can read it.*chmod 600"):
        file.read()
    file.file.chmod(0o600)
    file.file.write_text("{}")
    with pytest.raises(SettingsError, match=r"holds no token.*linkedin login"):
        file.read()
    assert [one.name for one in file.file.parent.iterdir()] == [FILE]


def test_a_token_is_renewed_before_it_ends_and_the_login_keeps_its_own_end(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    linkedin.state.partner = True
    moment = [NOW]
    tokens = Tokens(app(linkedin), tmp_path, lambda: moment[0])
    first = logged_in(linkedin)
    tokens.file.write(first)
    assert tokens.access_ends() == min(first.login_ends, datetime(2027, 10, 1, tzinfo=UTC))
    moment[0] = NOW + 52 * DAY
    assert tokens.current() == first.access
    moment[0] = NOW + 54 * DAY
    linkedin.state.later = (54 * DAY).total_seconds()
    renewed = tokens.current()
    assert renewed != first.access
    kept = tokens.file.read()
    assert kept is not None
    assert (kept.access, kept.scopes) == (renewed, first.scopes)
    assert kept.ends == moment[0] + 60 * DAY
    assert abs(kept.login_ends - first.login_ends) < timedelta(minutes=5)


def test_a_renewal_that_fails_leaves_the_token_until_it_ends(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    linkedin.state.partner = True
    moment = [NOW]
    tokens = Tokens(app(linkedin), tmp_path, lambda: moment[0])
    first = logged_in(linkedin)
    tokens.file.write(first)
    linkedin.state.refreshes.clear()
    moment[0] = NOW + 58 * DAY
    assert tokens.current() == first.access
    moment[0] = NOW + 60 * DAY
    with pytest.raises(ChannelError, match=r"the token ended on.*omroeper linkedin login"):
        tokens.current()


def test_linkedin_tells_what_a_token_is_worth(linkedin: LinkedInSimulator) -> None:
    login, kept = Login(app(linkedin)), logged_in(linkedin, datetime.now(UTC))
    facts = login.facts(kept.access)
    assert (facts.active, facts.scopes) == (True, kept.scopes)
    assert facts.ends is not None
    assert abs(facts.ends - kept.ends) < timedelta(minutes=5)
    assert not login.facts("onbekend").active


def test_a_login_that_was_begun_is_remembered_for_half_an_hour(tmp_path: Path) -> None:
    pending = PendingLogin(tmp_path)
    with pytest.raises(ChannelError, match="no login was begun"):
        pending.state(NOW)
    pending.begin("s1", NOW)
    assert pending.state(NOW + timedelta(minutes=29)) == "s1"
    with pytest.raises(ChannelError, match="no login was begun"):
        pending.state(NOW + timedelta(minutes=31))
    assert stat.S_IMODE((tmp_path / "linkedin-login.json").stat().st_mode) == 0o600
    pending.end()
    pending.end()
