"""The courier: a thread that sends what readers asked for, as soon as it is asked and again until it went.

Away from the request, so that how long a page takes says nothing about who is on the list.
"""

import logging
import threading
from collections.abc import Callable

from omroeper.domain.errors import OmroeperError

_log = logging.getLogger("omroeper.web")
EVERY_SECONDS = 60
"""How often it looks by itself, for what could not go before or was left by a crash."""

_PATIENCE_SECONDS = 10
"""How long the end waits for a mail on its way; what is left claimed is never sent twice."""


class Courier:
    """A context manager: the thread runs within it."""

    def __init__(self, send: Callable[[], int]) -> None:
        self._send = send
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def wake(self) -> None:
        self._wanted.set()

    def __enter__(self) -> "Courier":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._wanted.set()
        self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.clear()
            try:
                self._send()
            except OmroeperError as error:
                _log.error("readers were not mailed: %s", error.sentence)
            except Exception as error:  # the next round tries again
                _log.error("readers were not mailed: %s", type(error).__name__)
            self._wanted.wait(EVERY_SECONDS)
