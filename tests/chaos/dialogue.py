"""One session at the faulty relay: the usual dialogue, and the script's fault at its moment."""

import contextlib
import os
import re
import select
import signal
import socket
import ssl
import struct
import time
from typing import Protocol

from tests.chaos.script import Act, Fault, Moment, Pipelining, Script
from tests.chaos.truth import Event, Happened, Truth

PATIENCE = 60.0
"""Seconds after which a relay that hangs gives up, if the client does not."""
_DOT = b"\r\n.\r\n"
_MESSAGE_ID = re.compile(rb"(?m)^Message-ID: (\S+)")
_PATH = re.compile(rb"<([^>]*)>")
_CODES = {Act.LATER: "451 4.3.0 later", Act.NO: "550 5.1.1 no", Act.CLOSING: "421 4.3.2 closing"}


class Over(Exception):
    """The dialogue has ended."""


class Host(Protocol):
    """What a dialogue needs of its relay."""

    truth: Truth

    @property
    def plan(self) -> "HostPlan": ...
    def next_session(self) -> tuple[str, int]: ...
    def next_attempt(self, recipient: str) -> int: ...
    def tls(self) -> ssl.SSLContext | None: ...


class HostPlan(Protocol):
    @property
    def script(self) -> Script: ...
    @property
    def security(self) -> str: ...


class Dialogue:
    """Hears commands, answers, and does what the script says at each moment.

    The envelope's sender is `PID.LOCALPART@…`: it says which worker speaks and for which recipient
    `LOCALPART@school.example`, so that a fault can meet a message from its MAIL on.
    """

    def __init__(self, connection: socket.socket, host: Host) -> None:
        self._connection = connection
        self._host = host
        self._script = host.plan.script
        self._heard = b""
        self._unsaid = b""
        self._name, number = host.next_session()
        self._session_fault = self._script.of_session(number)
        self._fault: Fault | None = None
        self._secured = self._slow = False
        self._worker = self._attempt = 0
        self._recipient = ""
        self._recipients = 0

    def hold(self) -> None:
        """The whole session; raises Over or OSError at its end."""
        if self._host.plan.security == "tls":
            self._secure()
        self._reply("220 relay.example ESMTP", Moment.GREETING)
        while True:
            self._answer(self._line())

    def leave(self) -> None:
        with contextlib.suppress(OSError):
            self._flush()
        self._connection.close()

    def _answer(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb != b"DATA" and self._script.pipelining is Pipelining.DISCARDS:
            self._heard = b""
        if verb in (b"EHLO", b"HELO"):
            self._reply(self._extensions() if verb == b"EHLO" else "250 relay", Moment.EHLO)
        elif verb == b"STAR":
            self._start_tls()
        elif verb == b"MAIL":
            self._mail(line)
        elif verb == b"RCPT":
            self._reply("250 2.1.5 ok", Moment.RCPT)
        elif verb == b"DATA":
            self._data()
        elif verb == b"QUIT":
            self._say("221 2.0.0 bye")
            raise Over
        else:
            self._say("250 2.0.0 ok")

    def _extensions(self) -> str:
        offered = ["relay.example"]
        if self._script.pipelining is not Pipelining.ABSENT:
            offered.append("PIPELINING")
        if self._host.plan.security == "starttls" and not self._secured:
            offered.append("STARTTLS")
        *others, last = [*offered, "8BITMIME"]
        return "".join(f"250-{one}\r\n" for one in others) + f"250 {last}"

    def _start_tls(self) -> None:
        self._say("220 2.0.0 go ahead")
        self._flush()
        self._heard = b""  # what was said in the clear does not count (RFC 3207 §4.2)
        self._secure()

    def _secure(self) -> None:
        context = self._host.tls()
        if context is None:
            raise Over
        self._connection = context.wrap_socket(self._connection, server_side=True)
        self._secured = True

    def _mail(self, line: bytes) -> None:
        found = _PATH.search(line)
        sender = found.group(1).decode() if found else ""
        worker, _, local = sender.partition("@")[0].partition(".")
        self._worker, self._recipients = int(worker or 0), 0
        self._recipient = f"{local}@school.example"
        self._attempt = self._host.next_attempt(self._recipient)
        self._fault = self._script.of_message(self._recipient, self._attempt)
        self._tell(Happened.OFFERED)
        if self._heard and self._script.pipelining is Pipelining.SCOLDS:
            self._say("503 5.5.0 improper use of pipelining")
            self._end(Act.CLOSE)
        self._reply("250 2.1.0 ok", Moment.MAIL)

    def _data(self) -> None:
        """The message, if there is somebody to take it for (RFC 5321 §4.1.1.4, RFC 2920 §3.1)."""
        if not self._recipients and self._script.pipelining is not Pipelining.BLIND:
            self._say("554 5.5.1 no valid recipients")
            return
        if not self._meets(Moment.DATA):
            return
        if self._recipients:
            self._tell(Happened.BEGUN)
        self._say("354 go on")
        self._flush()
        content = self._message()
        if not self._recipients:
            self._say("554 5.5.1 no valid recipients")
        elif self._meets(Moment.BEFORE_TAKING):
            self._take(content)

    def _take(self, content: bytes) -> None:
        found = _MESSAGE_ID.search(content)
        self._tell(Happened.TAKEN, message_id=found.group(1).decode() if found else "")
        self._recipients = 0
        self._reply("250 2.0.0 taken", Moment.TAKEN)
        self._flush()
        self._tell(Happened.ANSWERED, "250")
        self._meets(Moment.ANSWERED)

    def _message(self) -> bytes:
        """All up to the line that is only a dot, unstuffed (RFC 5321 §4.5.2)."""
        content, searched = bytearray(b"\r\n"), 0
        while (end := content.find(_DOT, searched)) < 0:
            searched = max(0, len(content) - len(_DOT))
            if not self._heard:
                self._hear()
            content += self._heard
            self._heard = b""
            if self._fault and self._fault.moment is Moment.BODY:
                self._tell(Happened.MET, str(self._fault))
                self._end(self._fault.act)
        self._heard = bytes(content[end + len(_DOT) :])
        return bytes(content[2 : end + 2]).replace(b"\r\n..", b"\r\n.")

    def _reply(self, usual: str, moment: Moment) -> None:
        """The usual answer, unless the script has another for this moment."""
        if self._meets(moment, usual):
            self._recipients += moment is Moment.RCPT
            self._say(usual)

    def _meets(self, moment: Moment, usual: str = "250 ok") -> bool:
        """Let the script's fault happen at its moment; whether the dialogue goes on as usual."""
        of_session = moment in (Moment.GREETING, Moment.EHLO)
        fault = self._session_fault if of_session else self._fault
        if fault is None or fault.moment is not moment:
            return True
        if not of_session:
            self._tell(Happened.MET, str(fault))
        if fault.act in _CODES:
            self._refuse(fault.act, moment, of_session)
            return False
        if fault.act is Act.DRIBBLE:
            self._slow = True
            return True
        if fault.act is Act.CUT_SHORT:
            self._say("45" if moment is Moment.BEFORE_TAKING else usual[:2], end="")
        self._end(fault.act)
        return False

    def _refuse(self, act: Act, moment: Moment, of_session: bool) -> None:
        code = _CODES[act]
        if not of_session and moment is not Moment.ANSWERED:
            self._tell(Happened.REFUSED, code[:3])
        self._say(code)
        self._flush()
        if moment is Moment.BEFORE_TAKING:
            self._tell(Happened.ANSWERED, code[:3])
        if act is Act.CLOSING:
            self._end(Act.CLOSE)

    def _end(self, act: Act) -> None:
        self._flush()
        if act is Act.RESET:
            self._connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
            self._connection.close()
        elif act is Act.HANG:
            self._wait_for_the_client()
        elif act is Act.END_TLS and isinstance(self._connection, ssl.SSLSocket):
            self._connection.settimeout(0.2)
            self._connection.unwrap()
        elif act is Act.KILL and self._worker:
            os.kill(self._worker, signal.SIGKILL)
            self._wait_for_the_client()
        raise Over

    def _wait_for_the_client(self) -> None:
        """Read nothing and say nothing until it closes."""
        poll = select.poll()
        poll.register(self._connection, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
        poll.poll(PATIENCE * 1000)

    def _tell(self, what: Happened, note: str = "", *, message_id: str = "") -> None:
        self._host.truth.tell(
            Event(
                what,
                self._recipient,
                self._name,
                self._worker,
                self._attempt,
                note,
                message_id,
            )
        )

    def _line(self) -> bytes:
        while (end := self._heard.find(b"\n")) < 0:
            self._hear()
        line, self._heard = self._heard[: end + 1], self._heard[end + 1 :]
        return line

    def _hear(self) -> None:
        self._flush()
        more = self._connection.recv(65536)
        if not more:
            raise Over
        self._heard += more

    def _say(self, reply: str, end: str = "\r\n") -> None:
        self._unsaid += f"{reply}{end}".encode()
        if self._script.pipelining is not Pipelining.TOGETHER:
            self._flush()

    def _flush(self) -> None:
        said, self._unsaid = self._unsaid, b""
        if self._slow:
            self._slow = False
            for byte in said[:-1]:
                self._connection.sendall(bytes([byte]))
                time.sleep(0.002)
            said = said[-1:]
        if said:
            self._connection.sendall(said)
