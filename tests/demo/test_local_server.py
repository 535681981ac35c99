"""The stand-ins' server: a client that hangs up is no news, a fault is."""

from http.server import BaseHTTPRequestHandler

import pytest

from omroeper.demo.local_server import LocalServer


@pytest.mark.parametrize(
    ("error", "told"), [(ConnectionResetError("reset"), False), (KeyError("fault"), True)]
)
def test_only_a_fault_is_told(
    error: Exception, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    server = LocalServer(BaseHTTPRequestHandler)
    try:
        raise error
    except (ConnectionResetError, KeyError):
        server.handle_error(None, ("127.0.0.1", 1))
    finally:
        server.server_close()
    assert (type(error).__name__ in capsys.readouterr().err) is told
