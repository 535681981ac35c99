"""Behind a reverse proxy: who connected, and for whom."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from omroeper.settings import load_settings
from omroeper.web.serve import behind_proxies
from omroeper.web.sessions import is_local, peer_of


def look(request: Request) -> Response:
    host = request.client.host if request.client else ""
    seen = [peer_of(request), host, request.url.scheme, is_local(request)]
    return JSONResponse(seen)


def seen(host: str, name: str = "127.0.0.1", proxies: str = "", **headers: str) -> list[object]:
    """Peer, client, scheme and whether it is local, for who connects from `host` asking for `name`."""
    staff = load_settings({"OMROEPER_PROXY_ADDRESSES": proxies}).staff
    app = behind_proxies(Starlette(routes=[Route("/", look)]), staff)
    client = TestClient(app, base_url=f"http://{name}", client=(host, 5000))
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    found: list[object] = client.get("/", headers=given).json()
    return found


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))


def test_a_proxy_on_this_machine_is_believed_and_remembered() -> None:
    told = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https"}
    assert seen("127.0.0.1", **told) == ["127.0.0.1", "198.51.100.7", "https", False]


def test_nobody_else_is_believed() -> None:
    told = {"x_forwarded_for": "127.0.0.1", "x_forwarded_proto": "https"}
    assert seen("198.51.100.7", **told) == ["198.51.100.7", "198.51.100.7", "http", False]


def test_a_proxy_elsewhere_is_named() -> None:
    told = {"x_forwarded_for": "198.51.100.7", "proxies": "10.0.0.0/24"}
    assert seen("10.0.0.9", **told)[:2] == ["10.0.0.9", "198.51.100.7"]
    assert seen("10.0.1.9", **told)[:2] == ["10.0.1.9", "10.0.1.9"]


@pytest.mark.parametrize("name", ["127.0.0.1:8190", "localhost:8190", "[::1]:8190"])
def test_who_asks_on_the_machine_itself_is_local(name: str) -> None:
    assert seen("127.0.0.1", name)[3] is True


@pytest.mark.parametrize(
    "headers",
    [{"x_forwarded_for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}, {"via": "1.1 proxy"}],
)
def test_who_comes_through_anything_is_not(headers: dict[str, str]) -> None:
    assert seen("127.0.0.1", **headers)[3] is False


def test_a_name_that_was_turned_to_this_machine_is_not() -> None:
    assert seen("127.0.0.1", "rebound.example")[3] is False
