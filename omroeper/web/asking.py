"""What is done after a page was answered, so that the time it takes tells nobody anything."""

import logging
from collections.abc import Callable

from starlette.background import BackgroundTask

_log = logging.getLogger("omroeper.web")


def answer_later(keep: Callable[[], bool], wake: Callable[[], None]) -> BackgroundTask:
    """Keep what was asked for and have it mailed, after the page was sent.

    `keep` gives False when it may not be mailed, because there was too much of it.
    """

    def run() -> None:
        try:
            if not keep():
                _log.warning("a reader was not mailed: there were enough of these mails already")
        except Exception as error:  # its words could hold the address
            _log.error("what a reader asked for was not kept: %s", type(error).__name__)
        wake()

    return BackgroundTask(run)
