"""Several lines at once, each in a thread of its own; the messages are made in the caller's thread.

So what makes them (the ledger's last look at who left, patching, signing) needs no locks.
"""

import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue

from omroeper.adapters.smtp.line import Line, Sessions
from omroeper.domain.delivery import Attempt
from omroeper.domain.errors import SendingError
from omroeper.ports import OutgoingMail

AHEAD = 3
"""Messages in hand a line: one with the relay, one behind it, one for when the caller is busy."""
_PATIENCE_SECONDS = 10


def over_several(
    sessions: Sessions, most: int, messages: Iterator[OutgoingMail]
) -> Iterator[Attempt]:
    """Attempts as they come; raises SendingError when no line is left, after all their attempts.

    A line that cannot open a session ends, and the others go on with its message: a relay may allow
    fewer connections than the settings. An error in making messages is raised last.
    """
    lines = _Lines(sessions, most)
    try:
        yield from lines.attempts(messages)
    finally:
        lines.stop()


class _Lines:
    def __init__(self, sessions: Sessions, most: int) -> None:
        self._sessions = sessions
        self._most = most
        self._threads: list[threading.Thread] = []
        self._todo: SimpleQueue[OutgoingMail | None] = SimpleQueue()
        self._done: SimpleQueue[Attempt | BaseException] = SimpleQueue()
        self._in_hand = 0
        self._running = 0
        self._stopping = False

    def attempts(self, messages: Iterator[OutgoingMail]) -> Iterator[Attempt]:
        failure: Exception | None = None
        more = True
        while more or self._in_hand:
            try:
                while more and self._has_room():
                    more = self._add(next(messages, None))
            except Exception as error:  # of who makes the messages; what is on its way goes on
                failure, more = error, False
            if self._in_hand and (attempt := self._next_done()) is not None:
                yield attempt
        if failure is not None:
            raise failure

    def stop(self) -> None:
        """Let each line end after what it is saying now."""
        self._stopping = True
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)

    def take(self) -> OutgoingMail | None:
        message = self._todo.get()
        return None if self._stopping else message

    def take_ready(self) -> OutgoingMail | None:
        try:
            return None if self._stopping else self._todo.get_nowait()
        except Empty:
            return None

    def _has_room(self) -> bool:
        """What came back is told first, once every line has enough to do."""
        if self._in_hand >= AHEAD * self._most:
            return False
        return self._done.empty() or self._in_hand < self._most

    def _add(self, message: OutgoingMail | None) -> bool:
        if message is None:
            return False
        self._in_hand += 1
        self._todo.put(message)
        if len(self._threads) < self._most and self._in_hand > self._running:
            thread = threading.Thread(target=self._run, name="smtp", daemon=True)
            self._threads.append(thread)
            self._running += 1
            thread.start()
        return True

    def _next_done(self) -> Attempt | None:
        """The next attempt, or None when a line ended; raises when it was the last, or in its own right."""
        done = self._done.get()
        if isinstance(done, Attempt):
            self._in_hand -= 1
            return done
        self._running -= 1
        self._most = self._running
        if self._running == 0 or not isinstance(done, SendingError):
            raise done
        return None

    def _run(self) -> None:
        line = Line(self._sessions, self)
        try:
            for attempt in line.attempts():
                self._done.put(attempt)
        except BaseException as error:
            if isinstance(error, SendingError) and line.held is not None:
                self._todo.put(line.held)
            self._done.put(error)
