"""The bounces' mailbox by POP3 (RFC 1939), with the standard library's poplib.

What is removed goes when the session ends well (QUIT). If it does not, the server keeps all of it,
and the next round recognises what was recorded.
"""

import poplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from omroeper.adapters.bounces.letter import LARGEST
from omroeper.adapters.bounces.refusals import is_loopback, may_fail
from omroeper.adapters.bounces.server import MailServer
from omroeper.domain.bounce_reading import ReceivedMail

_FAILURES = (poplib.error_proto, OSError, UnicodeEncodeError)
_LINES = 4000
# Returned mails hold lines of any length; at 2,048 bytes poplib gives up and is out of step with its
# server. There is no other way to say so: https://github.com/python/cpython/issues/60242
poplib._MAXLINE = 1_000_000  # type: ignore[attr-defined]


class Pop3Mailbox(MailServer):
    """Fulfils ports.BounceMailbox."""

    @contextmanager
    def opened(self) -> Iterator["OpenPop3Mailbox"]:
        with may_fail(self.description, "connecting", _FAILURES):
            session = self._connected()
        try:
            with may_fail(self.description, "logging in", _FAILURES):
                session.user(self._settings.user)
                session.pass_(self._settings.password)
            yield OpenPop3Mailbox(session, self.description)
            with may_fail(self.description, "removing what was recorded", _FAILURES):
                session.quit()
        finally:
            with suppress(*_FAILURES):
                session.close()

    def _connected(self) -> poplib.POP3:
        chosen = self._settings
        if chosen.scheme == "pop3s":
            return poplib.POP3_SSL(
                chosen.host, chosen.port, timeout=self._timeout, context=self._context
            )
        session = poplib.POP3(chosen.host, chosen.port, timeout=self._timeout)
        try:
            if not is_loopback(chosen.host) or "STLS" in _capabilities(session):
                session.stls(context=self._context)
        except _FAILURES:
            with suppress(OSError):  # the socket may be gone with the TLS that failed on it
                session.close()
            raise
        return session


class OpenPop3Mailbox:
    """Fulfils ports.OpenMailbox over one session."""

    def __init__(self, session: poplib.POP3, description: str) -> None:
        self._session = session
        self._description = description
        self.unreadable = 0

    def mails(self) -> Iterator[ReceivedMail]:
        """Each mail by its number, which holds for this session."""
        with may_fail(self._description, "listing its mails", _FAILURES):
            _, listed, _ = self._session.list()
        for line in listed:
            number, _, size = line.decode("ascii", errors="replace").partition(" ")
            content = self._fetched(int(number), int(size.split()[0]))
            if content is not None:
                yield ReceivedMail(number, content)

    def remove(self, name: str) -> None:
        with may_fail(self._description, "removing a mail", _FAILURES):
            self._session.dele(int(name))

    def _fetched(self, number: int, size: int) -> bytes | None:
        """The mail, or its beginning; None for one that the server does not give."""
        with may_fail(self._description, "fetching a mail", (OSError,)):
            try:
                if size > LARGEST:
                    _, lines, _ = self._session.top(number, _LINES)
                else:
                    _, lines, _ = self._session.retr(number)
            except poplib.error_proto as refusal:
                if not str(refusal).startswith(("b'-ERR", 'b"-ERR')):
                    raise OSError(str(refusal)) from refusal  # out of step, or the server is gone
                self.unreadable += 1
                return None
        return b"\r\n".join(lines)[:LARGEST]


def _capabilities(session: poplib.POP3) -> dict[str, list[str]]:
    with suppress(poplib.error_proto):
        return session.capa()
    return {}
