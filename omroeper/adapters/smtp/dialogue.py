"""The dialogue over one session: message after message, each reply matched to its command.

Where the relay offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go in one write, and behind a
message's final dot goes the next one's envelope: one round trip a message. Elsewhere each command
waits for its reply.
"""

import contextlib
import smtplib
import ssl
import time
from collections.abc import Sequence

from omroeper.adapters.smtp.envelope import Command, commands_for, unsayable, wire_form
from omroeper.adapters.smtp.replies import (
    BAD_SEQUENCE,
    CLOSING,
    GO_ON,
    Reply,
    after_the_dot,
    not_taken,
    refusal,
)
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.ports import OutgoingMail

_LOST = (smtplib.SMTPServerDisconnected, OSError)
_GOODBYE_SECONDS = 5
_OUT_OF_STEP = "the relay's replies do not match the commands"


class Dialogue:
    """One session. When it is `closed`, a RETRY says nothing about the message itself."""

    def __init__(
        self, session: smtplib.SMTP, *, timeout_seconds: float, final_seconds: float, grouped: bool
    ) -> None:
        if session.sock is None:
            raise ValueError("the session is not open")
        self._session, self._socket = session, session.sock
        self._timeout, self._final = timeout_seconds, final_seconds
        self._waits = timeout_seconds
        self.grouped = grouped and session.has_extn("pipelining")
        self.closed = False
        self.handed_over = 0
        self.last_used = time.monotonic()
        self._reset_first = False
        self._out_of_step = self._scolded = self._timed_out = self._leaving = False
        self._why = ""

    @property
    def distrusted(self) -> bool:
        """Whether the relay offers PIPELINING and does not keep to it, or does not answer in it."""
        return self.grouped and (self._out_of_step or self._scolded or self._timed_out)

    def offer(self, message: OutgoingMail) -> Attempt | None:
        """MAIL, RCPT and DATA; None when the relay said to go on, else why not."""
        problem = unsayable(message, self._session)
        if problem is not None:
            return problem
        commands = self._commands(message)
        self._wait_at_most(self._timeout)
        if self.grouped:
            self._say(b"".join(command.line for command in commands))
            return self._judged(message, commands, self._replies(len(commands)))
        replies: list[Reply] = []
        for command in commands:
            self._say(command.line)
            replies += self._replies(1)
            if len(replies) == 0 or not command.agrees(replies[-1]) or self.closed:
                break
        return self._judged(message, commands, replies)

    def hand_over(
        self, message: OutgoingMail, follower: OutgoingMail | None
    ) -> tuple[Attempt, Attempt | None]:
        """The message after its DATA, and what became of the offer of the one that follows."""
        commands: tuple[Command, ...] = ()
        problem = unsayable(follower, self._session) if follower is not None else None
        if follower is not None and problem is None:
            commands = self._commands(follower)
        self._wait_at_most(self._final)
        if not self._say(wire_form(message), b"".join(one.line for one in commands)):
            return not_taken(message.delivery, f"{self._why} in DATA"), self._left(follower)
        self.handed_over += 1
        final = next(iter(self._replies(1)), None)
        attempt = after_the_dot(message.delivery, final, f"{self._why} after DATA")
        if attempt.outcome is Outcome.UNCERTAIN:
            self.close()
        if follower is None or problem is not None:
            return attempt, problem
        replies = self._replies(len(commands))
        next_offer = self._judged(follower, commands, replies)
        short = len(replies) < len(commands)
        if self._out_of_step or (short and self._may_be_shifted(final, replies)):
            attempt = Attempt(message.delivery, Outcome.UNCERTAIN, _OUT_OF_STEP)
        return attempt, next_offer

    def say_goodbye(self) -> None:
        """QUIT, without waiting for the answer; `close` waits for it."""
        self._leaving = self._say(b"QUIT\r\n")

    def close(self) -> None:
        if self._leaving:
            self._wait_at_most(_GOODBYE_SECONDS)
            with contextlib.suppress(*_LOST):
                self._session.getreply()
        self.closed = True
        self._session.close()

    def _commands(self, message: OutgoingMail) -> tuple[Command, ...]:
        reset, self._reset_first = self._reset_first, False
        return commands_for(message, self._session, reset=reset)

    def _left(self, follower: OutgoingMail | None) -> Attempt | None:
        return not_taken(follower.delivery, self._why) if follower is not None else None

    def _judged(
        self, message: OutgoingMail, commands: Sequence[Command], replies: Sequence[Reply]
    ) -> Attempt | None:
        """The first no counts. What fits no command is out of step, and ends the session.

        So does a 503 to a group: it says that the relay keeps another order, nothing of the message.
        """
        first_no: Reply | None = None
        for command, reply in zip(commands, replies, strict=False):
            scolded = self.grouped and reply.code == BAD_SEQUENCE and first_no is None
            unfit = not (command.agrees(reply) or reply.no)
            if scolded or unfit:
                self._scolded |= scolded
                self._out_of_step |= unfit and reply.clear
                self.close()
                return not_taken(message.delivery, _OUT_OF_STEP)
            if reply.no and first_no is None:
                first_no = reply
        if first_no is None and len(replies) == len(commands):
            return None
        if first_no is None:
            return not_taken(message.delivery, f"{self._why} before DATA")
        self._leave_transaction(commands, replies)
        return refusal(message.delivery, first_no)

    def _may_be_shifted(self, final: Reply | None, replies: Sequence[Reply]) -> bool:
        """Whether, of one reply too few, it may be the message's: then its no is the next MAIL's.

        A relay that still lives and says no more swallowed one; so it may be when both said no, and
        neither that it closes.
        """
        if final is None or not final.no or not replies:
            return False
        return self._timed_out or (replies[0].no and replies[-1].code != CLOSING)

    def _leave_transaction(self, commands: Sequence[Command], replies: Sequence[Reply]) -> None:
        """After a no: DATA may have been taken all the same, and then waits for its dot.

        Without a recipient a lone dot delivers nothing (RFC 2920, §3.1); with one, only leaving does.
        """
        self._reset_first = True
        said = {command.verb: reply for command, reply in zip(commands, replies, strict=False)}
        if self.closed or "DATA" not in said or said["DATA"].code != GO_ON:
            return
        if said["RCPT"].no and self._say(b".\r\n"):
            self._replies(1)
        else:
            self.close()

    def _say(self, content: bytes, behind: bytes = b"") -> bool:
        """Whether all of `content` left this process; if not, its end certainly did not.

        What comes behind it may fail: the reply to the content may be there all the same. Over TLS
        a write that fails does not tell how far it came, so there it is a write of its own.
        """
        if self.closed:
            return False
        self.last_used = time.monotonic()
        apart = isinstance(self._socket, ssl.SSLSocket)
        left, sent = memoryview(content if apart else content + behind), 0
        try:
            while sent < len(left):
                sent += self._socket.send(left[sent:])
            if apart and behind:
                self._socket.sendall(behind)
        except OSError as cause:
            if sent < len(content):
                self._lost(cause)
                return False
        return True

    def _wait_at_most(self, seconds: float) -> None:
        """For each reply. One to a whole message may take long (RFC 5321, §4.5.3.2.6)."""
        if not self.closed and self._waits != seconds:
            self._waits = seconds
            self._socket.settimeout(seconds)

    def _replies(self, count: int) -> list[Reply]:
        """As many replies, or fewer when the connection is lost or the relay says it closes."""
        found: list[Reply] = []
        while len(found) < count and not self.closed:
            try:
                found.append(Reply(*self._session.getreply()))
            except _LOST as cause:
                self._lost(cause)
                break
            if found[-1].code == CLOSING:
                self._why = found[-1].words
                self.close()
        return found

    def _lost(self, cause: BaseException) -> None:
        inner = cause.__context__ if isinstance(cause, smtplib.SMTPException) else cause
        self._timed_out = isinstance(inner, TimeoutError)
        self._why = f"connection lost ({type(inner or cause).__name__})"
        self.close()
