"""The overview is only for who is logged in: sessions, forms, tries, and the proxy that is believed."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from omroeper.domain.errors import InvalidValue, NotFound, SettingsError
from omroeper.settings import StaffSettings
from omroeper.web.serve import app_of
from omroeper.web.staff import TRIES_OF_NETWORK
from omroeper.wiring import Desk
from tests.web.conftest import STAMP, Site

NAME, PASSWORD = "Sanne Voorbeeld", "vier woorden op rij"
TOKEN = re.compile(r'name="formulier" value="([^"]+)"')
PAGE, LOG_IN, LOG_OUT = "/overzicht", "/overzicht/inloggen", "/overzicht/uitloggen"
Client = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: tests/domain/test_password.py has the real ones."""
    monkeypatch.setattr("omroeper.domain.password._N", 2**4)


@pytest.fixture
def known(site: Site) -> Site:
    """A desk where one person can log in."""
    site.desk.set_login(NAME, PASSWORD)
    return site


@pytest.fixture
def client_of(desk: Desk) -> Client:
    """A browser at another address, by another name of the desk's, or with other settings."""

    def made(
        url: str = "http://testserver", host: str = "198.51.100.7", **staff: object
    ) -> TestClient:
        found = replace(desk.settings.staff, **staff)  # type: ignore[arg-type]
        desk.settings = replace(desk.settings, staff=found)
        return TestClient(app_of(desk), base_url=url, client=(host, 5000), follow_redirects=False)

    return made


def log_in(client: TestClient, name: str = NAME, password: str = PASSWORD, **headers: str) -> int:
    stamp = STAMP.search(client.get(PAGE).text)
    assert stamp is not None
    data = {"stempel": stamp[1], "naam": name, "wachtwoord": password}
    status: int = client.post(LOG_IN, data=data, headers=headers).status_code
    return status


def is_shown(client: TestClient) -> bool:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return "Wie doet wat" in answer.text


def test_without_any_login_there_is_no_page(site: Site) -> None:
    assert site.client.get(PAGE).status_code == 404
    assert site.client.post(LOG_IN, data={"naam": NAME}).status_code == 404


def test_on_the_machine_itself_it_says_what_to_set(client_of: Client) -> None:
    here = client_of("http://127.0.0.1:8190", "127.0.0.1")
    assert "omroeper login" in here.get(PAGE).text
    through = {"x-forwarded-for": "127.0.0.1"}
    assert here.get(PAGE, headers=through).status_code == 404
    assert here.get(PAGE, headers={"host": "evil.example"}).status_code == 404


def test_a_login_opens_the_page_until_the_browser_logs_out(known: Site) -> None:
    assert not is_shown(known.client)
    assert log_in(known.client, " sanne  VOORBEELD ") == 303
    page = known.client.get(PAGE)
    assert f"U bent {NAME}." in page.text
    token = TOKEN.search(page.text)
    assert token is not None
    assert known.client.post(LOG_OUT, data={"formulier": "x"}).status_code == 403
    assert is_shown(known.client)
    assert known.client.post(LOG_OUT, data={"formulier": token[1]}).status_code == 303
    assert not is_shown(known.client)


@pytest.mark.parametrize(
    ("name", "password"), [(NAME, "een ander woord"), ("Niemand", PASSWORD), (NAME, ""), ("", "")]
)
def test_a_wrong_name_or_password_says_the_same(known: Site, name: str, password: str) -> None:
    assert log_in(known.client, name, password) == 403
    assert not is_shown(known.client)


def test_another_password_or_no_login_ends_the_sessions(known: Site) -> None:
    log_in(known.client)
    assert is_shown(known.client)
    known.desk.set_login(NAME, "een heel ander wachtwoord")
    assert not is_shown(known.client)
    assert log_in(known.client, password="een heel ander wachtwoord") == 303
    known.desk.set_login("Ruben Voorbeeld", PASSWORD)
    assert is_shown(known.client)
    known.desk.remove_login(NAME)
    assert not is_shown(known.client)


def test_a_session_is_over_after_half_a_day(known: Site) -> None:
    log_in(known.client)
    known.later(hours=11)
    assert is_shown(known.client)
    known.later(hours=1, seconds=1)
    assert not is_shown(known.client)


def test_a_forged_session_is_none(known: Site) -> None:
    log_in(known.client)
    cookie = known.client.cookies["omroeper"]
    for forged in (cookie[:-2], "", "x", cookie.replace(cookie[0], "A", 1), "é" * 5000):
        answer = known.client.get(PAGE, headers={"cookie": f"omroeper={forged}".encode()})
        assert "Wie doet wat" not in answer.text
    form = known.client.get("/aanmelden").text
    stamp = STAMP.search(form)
    assert stamp is not None  # signed too, but for another purpose
    answer = known.client.get(PAGE, headers={"cookie": f"omroeper={stamp[1]}"})
    assert "Wie doet wat" not in answer.text


def test_the_cookie_is_for_this_site_alone(known: Site, client_of: Client) -> None:
    log_in(known.client)
    plain = client_of()
    secure = client_of("https://testserver")
    for client, name in ((plain, "omroeper"), (secure, "__Host-omroeper")):
        stamp = STAMP.search(client.get(PAGE).text)
        assert stamp is not None
        data = {"stempel": stamp[1], "naam": NAME, "wachtwoord": PASSWORD}
        cookie = client.post(LOG_IN, data=data).headers["set-cookie"].lower()
        assert cookie.startswith(f"{name.lower()}=")
        assert {"httponly", "path=/", "samesite=lax"} <= set(cookie.split("; "))
        assert ("secure" in cookie.split("; ")) is (client is secure)


def test_behind_a_proxy_that_says_nothing_the_public_address_tells_that_it_is_https(
    known: Site,
) -> None:
    known.desk.settings = replace(known.desk.settings, public_url="https://nieuws.example")
    client = TestClient(app_of(known.desk), base_url="http://nieuws.example")
    stamp = STAMP.search(client.get(PAGE).text)
    assert stamp is not None
    data = {"stempel": stamp[1], "naam": NAME, "wachtwoord": PASSWORD}
    answer = client.post(LOG_IN, data=data, follow_redirects=False)
    assert answer.headers["set-cookie"].startswith("__Host-omroeper=")
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://x.nl"}],
)
def test_a_form_of_another_site_does_nothing(known: Site, headers: dict[str, str]) -> None:
    assert log_in(known.client, **headers) == 403
    assert not is_shown(known.client)
    assert log_in(known.client, **{"origin": "http://testserver"}) == 303


def test_a_form_without_its_stamp_does_nothing(known: Site) -> None:
    data = {"naam": NAME, "wachtwoord": PASSWORD}
    assert known.client.post(LOG_IN, data=data).status_code == 403
    log_in(known.client)
    token = TOKEN.search(known.client.get(PAGE).text)
    assert token is not None  # a session's token is no stamp of the form to log in
    assert known.client.post(LOG_IN, data={**data, "stempel": token[1]}).status_code == 403


def test_who_tries_too_often_waits_and_another_network_does_not(
    known: Site, client_of: Client
) -> None:
    stranger = client_of()
    for _ in range(TRIES_OF_NETWORK):
        assert log_in(stranger, "Niemand", "raad eens wat") == 403
    assert log_in(stranger) == 429
    assert log_in(known.client) == 303


def test_a_name_is_guarded_wherever_it_is_tried_from(
    known: Site, monkeypatch: pytest.MonkeyPatch, client_of: Client
) -> None:
    monkeypatch.setattr("omroeper.web.staff.TRIES_OF_NAME", 2)
    client = client_of()
    assert [log_in(client, password="raad eens wat") for _ in range(3)] == [403, 403, 429]
    assert log_in(client) == 429


def test_the_page_keeps_nothing_and_loads_nothing(known: Site) -> None:
    log_in(known.client)
    for answer in (known.client.get(PAGE), TestClient(known.client.app).get(PAGE)):
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        for wrong in ("<script", "style=", "<img", "onclick"):
            assert wrong not in answer.text


class TestProxy:
    """The proxy logs people in, and says who it is."""

    def test_its_header_is_believed_from_its_addresses_only(self, client_of: Client) -> None:
        own = StaffSettings(Path(), Path(), "X-Forwarded-User", ()).user_header
        proxies = _networks("10.0.0.0/24")
        proxy = client_of(host="10.0.0.9", user_header=own, proxies=proxies)
        page = proxy.get(PAGE, headers={"x-forwarded-user": "Sanne de Vries"}).text
        assert "U bent Sanne de Vries." in page
        assert "Log uit" not in page
        assert not is_shown(proxy)  # nobody is named
        stranger = client_of(user_header=own, proxies=proxies)
        answer = stranger.get(PAGE, headers={"x-forwarded-user": "Sanne de Vries"})
        assert "U bent" not in answer.text

    def test_what_is_no_name_is_nobody(self, client_of: Client) -> None:
        proxy = client_of(host="10.0.0.9", user_header="X-User", proxies=_networks("10.0.0.9"))
        for given in (
            [("x-user", "a"), ("x-user", "b")],
            [("x-user", "x" * 121)],
            [("x-user", " ")],
        ):
            assert "U bent" not in proxy.get(PAGE, headers=given).text

    def test_the_header_means_nothing_where_it_is_not_set(self, known: Site) -> None:
        assert "U bent" not in known.client.get(PAGE, headers={"x-forwarded-user": "x"}).text


def _networks(*texts: str) -> tuple[object, ...]:
    import ipaddress

    return tuple(map(ipaddress.ip_network, texts))


class TestFile:
    """The file of logins: hashes, for its owner alone."""

    def test_it_holds_no_password_and_others_cannot_read_it(self, known: Site) -> None:
        file = known.desk.settings.staff.logins
        assert PASSWORD not in file.read_text()
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o640)
        with pytest.raises(SettingsError, match="chmod 600"):
            _ = known.desk.logins

    def test_a_broken_line_is_named(self, known: Site) -> None:
        file = known.desk.settings.staff.logins
        file.write_text(file.read_text() + "Jan\tgeheim\n")
        with pytest.raises(SettingsError, match=r"logins:2: .*omroeper login") as caught:
            _ = known.desk.logins
        assert "geheim" not in caught.value.sentence

    @pytest.mark.parametrize(("name", "password"), [("a\tb/c", PASSWORD), (NAME, "te kort")])
    def test_what_cannot_be_a_login_is_refused(self, site: Site, name: str, password: str) -> None:
        with pytest.raises(InvalidValue):
            site.desk.set_login(name, password)
        assert not site.desk.logins.hashes

    def test_whoever_has_none_cannot_lose_it(self, known: Site) -> None:
        with pytest.raises(NotFound, match="omroeper login"):
            known.desk.remove_login("Jan")
