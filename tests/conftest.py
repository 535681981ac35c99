"""What all tests share: no test reaches past loopback, and none sees the developer's settings."""

import os
import socket
from typing import Any

import pytest
from hypothesis import settings

# No example is timed, and CI tries the same ones each time: a find is made where it can be mended.
settings.register_profile("omroeper", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("omroeper")

pytest_plugins = [
    "tests.fixtures_database",
    "tests.fixtures_relay",
    "tests.fixtures_ses",
    "tests.fixtures_mailboxes",
    "tests.fixtures_browser",
    "tests.fixtures_linkedin",
]

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test reached past loopback: {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("OMROEPER_")]:
        monkeypatch.delenv(name)
    # Where SpamAssassin is installed it takes seconds a draft; its own tests ask for it.
    monkeypatch.setenv("OMROEPER_SPAM_SCORE", "0")
