"""A relay on loopback that answers word for word as it is told, and keeps what it took."""

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from omroeper.rendering.mime import Message
from omroeper.settings import SmtpSettings

CLOSE = "close"
"""A relay that breaks the connection off, with a reset, instead of answering."""
SWALLOW = "swallow"
"""A relay that goes on without having answered."""
FEATURES = ("PIPELINING", "SIZE 99999999", "SMTPUTF8")


@dataclass
class Told:
    """What one relay heard: each line, each message by its recipient, and sessions."""

    lines: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    contents: list[bytes] = field(default_factory=list)
    sessions: int = 0
    open_now: int = 0
    lost_replies: set[str] = field(default_factory=set)

    def count(self, verb: str) -> int:
        return sum(line.upper().startswith(verb) for line in self.lines)


class ScriptedRelay(socketserver.ThreadingTCPServer):
    """`script` holds a verb's next answers ("." is the whole message), then the usual ones.

    With `patient` it answers a group's commands only when the group is whole: MAIL, RCPT and DATA,
    and a message only when the next MAIL came behind it (`patient` messages, then at once).
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        script: Mapping[str, Iterable[str]] | None = None,
        *,
        features: tuple[str, ...] = FEATURES,
        patient: int = 0,
        most_sessions: int = 10**6,
        breaks_in_data: bool = False,
        context: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
    ) -> None:
        self.script = {verb: iter(answers) for verb, answers in (script or {}).items()}
        self.features = features
        self.patient = patient
        self.most_sessions = most_sessions
        self.breaks_in_data = breaks_in_data
        self.context = context
        self.starttls = starttls
        self.told = Told()
        self.guard = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Session)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def next_answer(self, verb: str, usual: str) -> str:
        with self.guard:
            return next(self.script.get(verb, iter(())), usual)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is no news."""


class _Session(socketserver.StreamRequestHandler):
    server: ScriptedRelay

    def handle(self) -> None:
        told = self.server.told
        with self.server.guard:
            told.sessions += 1
            told.open_now += 1
            welcome = told.open_now <= self.server.most_sessions
        try:
            if self.server.context is not None:
                self._wrap(self.server.context)
            with contextlib.suppress(OSError, _Closed):
                self._say("" if welcome else "421 too many", "220 relay", "HELLO")
                if welcome:
                    self._converse()
        finally:
            with self.server.guard:
                told.open_now -= 1

    def _converse(self) -> None:
        held: list[tuple[str, str]] = []
        recipient, refused = "", False
        while line := self.rfile.readline():
            said = line.decode().rstrip("\r\n")
            self.server.told.lines.append(said)
            verb = said[:4].upper()
            if verb == "EHLO":
                self._say("250-relay\r\n" + self._offered(), "", verb)
            elif verb == "STAR" and self.server.starttls is not None:
                self._say("", "220 go on", verb)
                self._wrap(self.server.starttls)
            elif verb == "QUIT":
                self._say("", "221 bye", verb)
                return
            elif verb in ("MAIL", "RCPT") and self.server.patient:
                held.append((verb, "250 ok"))
                recipient = said.partition("<")[2].partition(">")[0]
            elif verb == "DATA":
                for earlier, usual in held:
                    self._say("", usual, earlier)
                held.clear()
                refused |= recipient == ""
                usual = "554 no valid recipients" if refused else "354 go on"
                if self._say("", usual, verb).startswith("354"):
                    self._take("" if refused else recipient, held)
                    recipient, refused = "", False
            else:
                usual = {"AUTH": "235 in", "STAR": "454 no TLS"}.get(verb, "250 ok")
                answer = self._say("", usual, verb)
                if verb in ("MAIL", "RSET"):
                    recipient, refused = "", not answer.startswith("2")
                if verb == "RCPT" and answer.startswith("2"):
                    recipient = said.partition("<")[2].partition(">")[0]

    def _take(self, recipient: str, held: list[tuple[str, str]]) -> None:
        content = b""
        if self.server.breaks_in_data:
            self.rfile.read(1000)
            self._write(CLOSE)
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            content += line[1:] if line.startswith(b".") else line
        if self.server.patient > 1:
            self.server.patient -= 1
            self.server.told.lines.append(self.rfile.readline().decode().rstrip("\r\n"))
            held.append(("MAIL", "250 ok"))
        elif self.server.patient:
            self.server.patient = 0
        usual = "250 taken" if recipient else "554 no valid recipients"
        answer = self.server.next_answer(".", usual)
        with self.server.guard:
            if recipient and answer[:1] not in "45":
                self.server.told.taken[recipient] += 1
                self.server.told.contents.append(content)
            if answer in (CLOSE, SWALLOW):
                self.server.told.lost_replies.add(recipient)
        self._write(answer)

    def _offered(self) -> str:
        features = list(self.server.features)
        if self.server.starttls and not isinstance(self.connection, ssl.SSLSocket):
            features.append("STARTTLS")
        return "\r\n".join([*(f"250-{one}" for one in features), "250 HELP"])

    def _say(self, always: str, usual: str, verb: str) -> str:
        answer = always or self.server.next_answer(verb, usual)
        self._write(answer)
        return answer

    def _write(self, answer: str) -> None:
        if answer == CLOSE:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            raise _Closed
        if answer != SWALLOW:
            self.wfile.write(f"{answer}\r\n".encode())
            if answer.startswith("421"):
                raise _Closed

    def _wrap(self, context: ssl.SSLContext) -> None:
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)


class _Closed(Exception):
    """The relay is done with this session."""


@contextlib.contextmanager
def answering(relay: ScriptedRelay) -> Iterator[ScriptedRelay]:
    """The relay, for as long as the block lasts."""
    threading.Thread(target=relay.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield relay
    finally:
        relay.shutdown()
        relay.server_close()


def mails(count: int, *, content: bytes = b"Subject: x\r\n\r\nhallo\r\n") -> list[Message]:
    return [
        Message(number, "desk@omroeper.example", f"p{number}@school.example", content)
        for number in range(1, count + 1)
    ]


def settings_of(relay: ScriptedRelay, **changes: object) -> SmtpSettings:
    return SmtpSettings("127.0.0.1", relay.port, **{"security": "none", **changes})  # type: ignore[arg-type]
