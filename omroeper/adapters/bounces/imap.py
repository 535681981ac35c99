"""The bounces' mailbox by IMAP (RFC 9051 and 3501), with the standard library's imaplib.

Of each mail the server sends only the beginning (BODY.PEEK[]<0.n>). A mail is expunged alone where
the server can (UIDPLUS, RFC 4315).
"""

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from omroeper.adapters.bounces.letter import LARGEST
from omroeper.adapters.bounces.refusals import is_loopback, may_fail
from omroeper.adapters.bounces.server import MailServer
from omroeper.domain.bounce_reading import ReceivedMail

_FAILURES = (imaplib.IMAP4.error, OSError, UnicodeEncodeError)


class ImapMailbox(MailServer):
    """Fulfils ports.BounceMailbox."""

    @contextmanager
    def opened(self) -> Iterator["OpenImapMailbox"]:
        with may_fail(self.description, "connecting", _FAILURES):
            session = self._connected()
        try:
            opened = OpenImapMailbox(session, self.description)
            with may_fail(self.description, "logging in", _FAILURES):
                session.login(self._settings.user, self._settings.password)
            with may_fail(self.description, "opening its folder", _FAILURES):
                opened.select(self._settings.folder)
            yield opened
            opened.finish()
        finally:
            with suppress(*_FAILURES):
                session.logout()

    def _connected(self) -> imaplib.IMAP4:
        chosen = self._settings
        if chosen.scheme == "imaps":
            return imaplib.IMAP4_SSL(
                chosen.host, chosen.port, ssl_context=self._context, timeout=self._timeout
            )
        session = imaplib.IMAP4(chosen.host, chosen.port, timeout=self._timeout)
        if "STARTTLS" in session.capabilities or not is_loopback(chosen.host):
            try:
                session.starttls(ssl_context=self._context)
            except _FAILURES:
                with suppress(OSError):  # the socket may be gone with the TLS that failed on it
                    session.shutdown()
                raise
        return session


class OpenImapMailbox:
    """Fulfils ports.OpenMailbox over one session."""

    def __init__(self, session: imaplib.IMAP4, description: str) -> None:
        self._session = session
        self._description = description
        self._flagged = False
        self.unreadable = 0

    def select(self, folder: str) -> None:
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        state, told = self._session.select(f'"{quoted}"')
        if state != "OK":
            raise imaplib.IMAP4.error(_words(told))

    def mails(self) -> Iterator[ReceivedMail]:
        """Each mail that is not marked as deleted, in the order of its arrival."""
        with may_fail(self._description, "listing its mails", _FAILURES):
            found = self._command("SEARCH", "UNDELETED")
        for uid in b" ".join(part for part in found if isinstance(part, bytes)).split():
            content = self._fetched(uid.decode("ascii", errors="replace"))
            if content is not None:
                yield ReceivedMail(uid.decode("ascii"), content)

    def remove(self, name: str) -> None:
        with may_fail(self._description, "removing a mail", _FAILURES):
            self._command("STORE", name, "+FLAGS.SILENT", r"(\Deleted)")
            if "UIDPLUS" in self._session.capabilities:
                self._command("EXPUNGE", name)
            else:
                self._flagged = True

    def finish(self) -> None:
        """Expunge what was marked, where the server cannot do it one by one."""
        if self._flagged:
            with may_fail(self._description, "removing mails", _FAILURES):
                self._session.expunge()

    def _fetched(self, uid: str) -> bytes | None:
        """The beginning of a mail; None for one that is gone, or that the server does not give."""
        with may_fail(self._description, "fetching a mail", _FAILURES):
            state, found = self._session.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
        if state != "OK":
            self.unreadable += 1
            return None
        return next((part[1] for part in found if isinstance(part, tuple)), None)

    def _command(self, *words: str) -> list[object]:
        state, found = self._session.uid(*words)
        if state != "OK":
            raise imaplib.IMAP4.error(_words(found))
        return list(found)


def _words(told: Sequence[object]) -> str:
    return " ".join(part.decode(errors="replace") for part in told if isinstance(part, bytes))
