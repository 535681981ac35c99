"""The relay that goes wrong: an SMTP server (RFC 5321, 2920, 3207) that follows a script.

It runs in a thread for a test of one fault, or as a process of its own that is killed and started
again at the same port. What it took stands in its truth file before it says so.
"""

import socket
import socketserver
import ssl
import threading
from collections import Counter
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from tests.chaos.dialogue import Dialogue, Over
from tests.chaos.script import Script
from tests.chaos.truth import Happened, Truth, read_truth


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for 127.0.0.1 with its key, as PEM files."""

    chain: Path
    key: Path


@dataclass(frozen=True, slots=True)
class RelayPlan:
    """All a relay needs to be started again. `security` as in OMROEPER_SMTP_SECURITY."""

    script: Script
    truth: Path
    port: int = 0
    security: str = "none"
    certificate: Certificate | None = None


class FaultyRelay(socketserver.ThreadingTCPServer):
    """Answers until it is closed; knows from its truth file how often each message was offered."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 100

    def __init__(self, plan: RelayPlan) -> None:
        self.plan = plan
        earlier = read_truth(plan.truth)
        self.truth = Truth(plan.truth)
        self._offered = Counter(
            event.recipient for event in earlier if event.what is Happened.OFFERED
        )
        self._run = len({event.session.partition("/")[0] for event in earlier})
        self._sessions = count(1)
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", plan.port), _Session)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def next_session(self) -> tuple[str, int]:
        """Its name, which no other run of this relay gives, and its number."""
        with self._lock:
            number = next(self._sessions)
        return f"{self._run}/{number}", number

    def next_attempt(self, recipient: str) -> int:
        with self._lock:
            self._offered[recipient] += 1
            return self._offered[recipient]

    def tls(self) -> ssl.SSLContext | None:
        certificate = self.plan.certificate
        if certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        return context

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self.truth.close()


class _Session(socketserver.BaseRequestHandler):
    server: FaultyRelay
    request: socket.socket

    def handle(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        dialogue = Dialogue(self.request, self.server)
        try:
            dialogue.hold()
        except (Over, OSError):
            pass  # the client left, was killed, or met its fault
        finally:
            dialogue.leave()


def serve(plan: RelayPlan, ready: Connection) -> None:
    """The relay as a process: tells its port, then answers until it is killed."""
    relay = FaultyRelay(plan)
    ready.send(relay.port)
    ready.close()
    relay.serve_forever(0.02)
