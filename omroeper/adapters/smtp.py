"""Mail through a relay, by the standard library's smtplib (RFC 5321).

What matters is the moment the final dot is sent: a failure before it certainly left nothing with
the server (retry); a lost connection after it leaves the delivery uncertain.
"""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator

from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.errors import SendingError
from omroeper.ports import OutgoingMail
from omroeper.settings import SmtpSettings

_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
_LOST = (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError, socket.timeout, OSError)


class SmtpMailer:
    """Fulfils ports.Mailer over one connection at a time. One recipient a message, always."""

    def __init__(self, settings: SmtpSettings, *, timeout_seconds: float = 60) -> None:
        self._settings = settings
        self._timeout = timeout_seconds
        self._session: smtplib.SMTP | None = None

    @property
    def description(self) -> str:
        return f"mailed through {self._settings.host}:{self._settings.port}"

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        """One Attempt each, in order; raises SendingError when the relay cannot be used at all."""
        try:
            for message in messages:
                yield self._send_one(message)
        finally:
            self._close()

    def _send_one(self, message: OutgoingMail) -> Attempt:
        session = self._session or self._connect()
        try:
            refusal = self._offer(session, message)
        except _LOST as cause:
            self._drop()
            return Attempt(message.delivery, Outcome.RETRY, _told("before DATA", cause))
        if refusal is not None:
            self._reset(session)
            return refusal
        return self._hand_over(session, message)

    def _offer(self, session: smtplib.SMTP, message: OutgoingMail) -> Attempt | None:
        """MAIL, RCPT and DATA up to its 354; an Attempt when the server says no, else None."""
        options = ["SMTPUTF8"] if not message.recipient.isascii() else []
        if options and not session.has_extn("smtputf8"):
            problem = "the relay does not take addresses with letters beyond ASCII"
            return Attempt(message.delivery, Outcome.REFUSED, problem)
        for code, reply in (
            session.mail(message.sender, options),
            session.rcpt(message.recipient),
        ):
            if code not in (250, 251):
                return self._refusal(message, code, reply)
        code, reply = session.docmd("DATA")
        return None if code == 354 else self._refusal(message, code, reply)

    def _hand_over(self, session: smtplib.SMTP, message: OutgoingMail) -> Attempt:
        """The message itself. From the first byte on, a lost connection is uncertain."""
        body = _dot_stuffed(message.content)
        try:
            session.send(body + b".\r\n")
            code, reply = session.getreply()
        except _LOST as cause:
            self._drop()
            return Attempt(message.delivery, Outcome.UNCERTAIN, _told("after DATA", cause))
        if 400 <= code < 600:
            return self._refusal(message, code, reply)
        if 200 <= code < 300:  # the first digit decides (RFC 5321 §4.2.1)
            return Attempt(message.delivery, Outcome.ACCEPTED, _words(code, reply))
        self._drop()  # cut short or no SMTP: the message may have been taken all the same
        told = f"no clear reply after DATA: {_words(code, reply)}"
        return Attempt(message.delivery, Outcome.UNCERTAIN, told)

    def _refusal(self, message: OutgoingMail, code: int, reply: bytes) -> Attempt:
        outcome = Outcome.REFUSED if 500 <= code < 600 else Outcome.RETRY
        if code == 421 or not 400 <= code < 600:  # the session is closing, or out of step
            self._drop()
        return Attempt(message.delivery, outcome, _words(code, reply))

    def _connect(self) -> smtplib.SMTP:
        chosen = self._settings
        try:
            if chosen.security == "tls":
                context = ssl.create_default_context()
                session: smtplib.SMTP = smtplib.SMTP_SSL(
                    chosen.host, chosen.port, timeout=self._timeout, context=context
                )
            else:
                session = smtplib.SMTP(chosen.host, chosen.port, timeout=self._timeout)
            self._session = session
            if chosen.security == "starttls":
                session.starttls(context=ssl.create_default_context())
            session.ehlo_or_helo_if_needed()
            if chosen.user:
                session.login(chosen.user, chosen.password)
        except (OSError, smtplib.SMTPException) as cause:
            self._drop()
            raise SendingError(
                f"cannot be used ({_ADDRESS.sub('…', str(cause))})",
                thing=f"SMTP relay {chosen.host}:{chosen.port}",
                remedy="Check OMROEPER_SMTP_*; what was not handed over stays in the ledger.",
            ) from cause
        return session

    def _reset(self, session: smtplib.SMTP) -> None:
        if self._session is None:
            return
        try:
            session.rset()
        except _LOST:
            self._drop()

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _close(self) -> None:
        if self._session is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._session.quit()
            self._drop()


def _dot_stuffed(content: bytes) -> bytes:
    """A line that starts with a dot gets another (RFC 5321 §4.5.2); ends with CRLF."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _words(code: int, reply: bytes) -> str:
    """The server's reply without anything that looks like an address."""
    text = reply.decode("utf-8", errors="replace").replace("\n", " ")
    return _ADDRESS.sub("…", f"{code} {text}")[:300]


def _told(moment: str, cause: BaseException) -> str:
    return f"connection lost {moment}: {type(cause).__name__}"
