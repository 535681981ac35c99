"""Mail that goes out, and what comes back of it."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from omroeper.domain.bounce import BounceReport
from omroeper.domain.bounce_reading import ReceivedMail
from omroeper.domain.delivery import Attempt


class OutgoingMail(Protocol):
    """One message ready for the wire: RFC 5322 bytes with CRLF, and its envelope.

    `dotted` is whether a line of the content may start with a dot (RFC 5321, §4.5.2).
    """

    @property
    def delivery(self) -> int: ...
    @property
    def sender(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def dotted(self) -> bool: ...


class Mailer(Protocol):
    """Hands messages over, one Attempt each, in any order; raises SendingError if none can go.

    Several may be on their way at once: messages are taken ahead of the attempts that are given.
    What was taken and got no attempt before a SendingError, the relay certainly does not have.
    """

    @property
    def description(self) -> str: ...
    def send(self, messages: Iterable[OutgoingMail]) -> Iterable[Attempt]: ...


class BounceReader(Protocol):
    """Says what a received mail reports; never raises for what a mail may hold."""

    def read(self, content: bytes) -> tuple[BounceReport, ...]: ...


class OpenMailbox(Protocol):
    """A mailbox while it is read; raises MailboxError. `remove` only what is recorded and committed.

    `unreadable` counts what could not be fetched; it stays.
    """

    @property
    def unreadable(self) -> int: ...
    def mails(self) -> Iterator[ReceivedMail]: ...
    def remove(self, name: str) -> None: ...


class BounceMailbox(Protocol):
    """Where reports about our mails arrive."""

    @property
    def description(self) -> str: ...
    def opened(self) -> AbstractContextManager[OpenMailbox]: ...
