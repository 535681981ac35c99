"""The courier: sends when woken, goes on after an error, and ends with the pages."""

import logging
import threading

import pytest

from omroeper.domain.errors import SendingError
from omroeper.web.courier import Courier


def test_it_sends_when_woken_and_goes_on_after_an_error(caplog: pytest.LogCaptureFixture) -> None:
    rounds = threading.Semaphore(0)
    problems = [
        SendingError("cannot be used", thing="relay", remedy="Check it."),
        ValueError("jan@school.example"),
    ]

    def send() -> int:
        rounds.release()
        if problems:
            raise problems.pop(0)
        return 0

    with caplog.at_level(logging.ERROR, "omroeper.web"), Courier(send) as courier:
        for _ in range(3):
            assert rounds.acquire(timeout=30)
            courier.wake()
    assert "relay: cannot be used" in caplog.text
    assert "ValueError" in caplog.text
    assert "school" not in caplog.text
