"""A real SMTP server on loopback that keeps what it is sent, and can misbehave on purpose."""

import asyncio
import email.policy
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from omroeper.processes.desk import free_port


@dataclass(slots=True)
class Faults:
    """How the catcher treats some recipients. Each address is the whole envelope recipient."""

    refused: frozenset[str] = frozenset()
    greylisted_once: frozenset[str] = frozenset()
    reply_lost: frozenset[str] = frozenset()
    drops_at_rcpt: frozenset[str] = frozenset()
    refused_after_data: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()


@dataclass(slots=True)
class CaughtMail:
    """One accepted message: its envelope recipient and its bytes."""

    recipient: str
    content: bytes

    def parsed(self) -> EmailMessage:
        message = BytesParser(policy=email.policy.default).parsebytes(self.content)
        if not isinstance(message, EmailMessage):
            raise TypeError("the standard library gave another kind of message")
        return message


class MailCatcher:
    """A context manager; `port` is free and on loopback. With a folder it keeps .eml files."""

    def __init__(self, folder: Path | None = None, faults: Faults | None = None) -> None:
        self.messages: list[CaughtMail] = []
        self._handler = _Handler(self.messages, folder, faults or Faults())
        self.port = free_port()  # aiosmtpd cannot be asked for just any port
        self._controller = Controller(self._handler, hostname="127.0.0.1", port=self.port)

    @property
    def recipients(self) -> Counter[str]:
        """How often each recipient's message was taken."""
        return Counter(message.recipient for message in self.messages)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()


@dataclass(slots=True)
class _Handler:
    """aiosmtpd's hooks (aiosmtpd.aio-libs.org/en/latest/handlers.html)."""

    messages: list[CaughtMail]
    folder: Path | None
    faults: Faults
    seen: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        self.seen[address] += 1
        if address in self.faults.drops_at_rcpt:
            server.transport.abort()
            return "421 gone"
        if address in self.faults.closing:
            return "421 4.3.2 service shutting down"
        if address in self.faults.refused:
            return "550 5.1.1 no such mailbox here"
        if address in self.faults.greylisted_once and self.seen[address] == 1:
            return "451 4.7.1 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        recipient = envelope.rcpt_tos[0]
        if recipient in self.faults.refused_after_data:
            return "554 5.7.1 content refused"
        self._keep(recipient, envelope.original_content)
        if recipient in self.faults.reply_lost:
            server.transport.abort()
            await asyncio.sleep(0)
        return "250 2.0.0 taken"

    def _keep(self, recipient: str, content: bytes) -> None:
        self.messages.append(CaughtMail(recipient, content))
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = self.folder / f"{len(self.messages):05d}.eml"
            file.write_bytes(content)
